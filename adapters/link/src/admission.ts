import { RefusalError } from "./errors.ts";

const MAX_AT_ONCE = 1000;
/** Above what one person or one process needs: a person's few long polls, a power's workers. */
const MAX_PER_CALLER = 200;

export interface Admission {
  /** Counts a call in, or refuses it; the function that comes back counts it out. */
  enter(caller: string): () => void;
}

/** Bounds how many calls (long polls above all) are open at once, in all and for each caller, so that none can starve the others. */
export function createAdmission(maxAtOnce = MAX_AT_ONCE, maxPerCaller = MAX_PER_CALLER): Admission {
  const open = new Map<string, number>();
  let total = 0;
  return {
    enter(caller) {
      const mine = open.get(caller) ?? 0;
      if (total >= maxAtOnce) throw new RefusalError("unavailable", "too many calls are open", { remedy: "retry" });
      if (mine >= maxPerCaller) {
        throw new RefusalError("throttled", `${mine} calls of this caller are open`, { remedy: "retry" });
      }
      total += 1;
      open.set(caller, mine + 1);
      return () => {
        total -= 1;
        const left = (open.get(caller) ?? 1) - 1;
        if (left === 0) open.delete(caller);
        else open.set(caller, left);
      };
    },
  };
}
