import { type CaseState, type CaseView, ENDED_STATES } from "@trias/protocol";

/** What the shell learns; stable. */
export const EXIT = {
  done: 0,
  internal: 1,
  usage: 2,
  refused: 3,
  waits: 4,
  rolledBack: 5,
  unavailable: 6,
  unknown: 7,
  unverified: 8,
  serviceDown: 9,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** How a command ends that followed a case into this state. */
export function exitOfState(state: CaseState): ExitCode {
  switch (state) {
    case "done":
    case "closed":
      return EXIT.done;
    case "vetoed":
    case "rejected":
    case "withdrawn":
    case "cancelled":
      return EXIT.refused;
    case "waiting_answer":
    case "waiting_confirmation":
    case "waiting_approval":
      return EXIT.waits;
    case "waiting_service":
      return EXIT.serviceDown;
    case "rolled_back":
      return EXIT.rolledBack;
    case "unavailable":
      return EXIT.unavailable;
    case "failed":
    case "unknown_outcome":
      return EXIT.unknown;
    case "received":
    case "planning":
    case "judging":
    case "ready":
    case "executing":
    case "reconciling":
      // The time to wait is over and nobody knows yet how it ends.
      return EXIT.unknown;
  }
}

/** As `exitOfState`; a case whose work was taken back later, on request, did not fail. */
export function exitOfCase({ state, result }: Pick<CaseView, "state" | "result">): ExitCode {
  const failed =
    result === undefined || result.steps.some((step) => step.status === "failed" || step.direction === "undo");
  return state === "rolled_back" && !failed ? EXIT.done : exitOfState(state);
}

/** Whether following a case has nothing more to see until a person does something. */
export function restsIn(state: CaseState): boolean {
  return ENDED_STATES.has(state) || exitOfState(state) === EXIT.waits;
}
