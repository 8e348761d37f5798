import type { TraceQuestion } from "../answer.ts";
import { trace } from "../trace.ts";
import { type Concrete, Oracle, type Start } from "./oracle.ts";
import { Dice, randomEstate, randomPacket } from "./random-estate.ts";

export interface Compared {
  readonly packets: number;
  readonly arrived: number;
  readonly returned: number;
  /** Where the engine leaves it open, as with a NAT gateway's ports of which a list lets a part pass. */
  readonly open: number;
  readonly differences: readonly string[];
}

const PACKETS_AN_ESTATE = 100;

/** Holds the engine against the oracle on random packets of random networks, until there are enough or time is up. */
export function compare(seed: number, packets: number, until: () => boolean = () => false): Compared {
  let [asked, arrived, returned, open] = [0, 0, 0, 0];
  const differences: string[] = [];
  for (let n = 0; asked < packets && differences.length < 5 && !until(); n += 1) {
    const dice = new Dice(seed + n);
    const estate = randomEstate(dice);
    for (let i = 0; i < PACKETS_AN_ESTATE && asked < packets; i += 1) {
      asked += 1;
      const { start, packet } = randomPacket(estate, dice);
      const oracle = new Oracle(estate, 1024 + dice.below(64_512)).ask(start, packet);
      const answer = trace(estate, question({ start, packet }));
      if (oracle.arrives) arrived += 1;
      if (oracle.returns) returned += 1;
      const wanted = [oracle.arrives, oracle.arrives && oracle.returns].map((yes) => (yes ? "delivered" : "blocked"));
      const got = [answer.forward.verdict, answer.verdict];
      if (got.includes("may")) open += 1;
      if (got.some((verdict, k) => verdict !== "may" && verdict !== wanted[k])) {
        const why = answer.blocked_by ? `${answer.blocked_by.at} ${answer.blocked_by.resource}: ${answer.blocked_by.rule}` : "";
        differences.push(`seed ${seed + n}: ${JSON.stringify({ start, packet })} expected ${wanted.join(", ")}, got ${got.join(", ")} ${why}`);
      }
    }
  }
  return { packets: asked, arrived, returned, open, differences };
}

/** The packet as a question to the engine. */
export function question({ start, packet }: { start: Start; packet: Concrete }): TraceQuestion {
  const { src, dst, protocol, sport, dport } = packet;
  const ports = protocol === 6 || protocol === 17;
  return {
    from: "internet" in start ? { internet: true, address: src } : { resource: "eni" in start ? start.eni : start.vgw, address: src },
    to: { address: dst },
    protocol: String(protocol),
    ...(ports && { ports: [[dport, dport]], source_ports: [[sport, sport]] }),
    ...(protocol === 1 && { icmp_type: sport, icmp_code: dport }),
  };
}
