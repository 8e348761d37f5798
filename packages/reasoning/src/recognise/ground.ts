import type { IntentType } from "@trias/intents";
import { isNameLike } from "../sentence/phrases.ts";
import { means, type Sentence } from "../sentence/sentence.ts";

/** Things that only networks, clouds and those who use them have. */
const THINGS = [
  "SEGMENT",
  "FIREWALL",
  "ATTACHMENT",
  "VPC",
  "VPN",
  "TGW",
  "DXGW",
  "CONNECT",
  "INSTANCE",
  "PRIVATE",
  "REGION",
  "ZONE",
  "WEBAPP",
  "PIPELINE",
  "ML",
  "DDOSTARGET",
  "VENDOR",
  "ADDRESS",
  "CAPACITY",
  "failover",
  "inspect",
  "scale",
  "block",
  "rollback",
] as const;
/** What else is spoken of beside them. */
const BESIDES = ["COST", "LOAD", "COMPONENT"] as const;
const WORDS =
  / (?:aws|iam|s3|ec2|rds|bucket|buckets|database|databases|cloud|network|networks|wan|traffic|packets?|ports?|dns|internet|egress|ingress|inbound|outbound|production|prod|staging|routes?|routing|rules?|failover|ddos|rate limit(?:ing)?|api|apis|credentials|permissions|sessions|access|console|accounts?) /;
/** A sum of money, or an amount of it: what the network changes is never paid out. */
const MONEY = /[$€£]\s?\d|\b\d[\d,.]*\s?(?:dollars|euros|usd|eur)\b/i;
const PAID: ReadonlySet<string> = new Set(["optimize_cost", "scale_capacity", "deploy_workload"]);
const BILL = / (?:bills?|costs?|spend|spending|aws|cloud|budget|invoice|expenses|cheaper|waste|money|pay) /;

const BACK = / (?:it|its|them|they|this|that|these|those|both|her|his|their|everything|one|ones|him|source|attacker) /;

/**
 * Whether a clause that sounds like a change is about a network: the words of requests occur in all of life, the things of networks
 * don't. An address, an id or a segment is enough; so is a word that only networks have.
 */
export function isGrounded(type: IntentType, clause: Sentence, whole: Sentence): boolean {
  if (MONEY.test(clause.text) && !PAID.has(type)) return false;
  if (type === "optimize_cost" && MONEY.test(clause.text)) return BILL.test(clause.line);
  if (type === "optimize_cost") return isAbout(clause) || BACK.test(clause.line);
  return isNetwork(clause) || (BACK.test(clause.line) && hasName(whole));
}

/** Whether the clause names something by its form: an address, an id, a segment, a region, or a name as only machines have it. */
export function hasName({ kinds, segments, regions, spelled }: Sentence): boolean {
  return (
    kinds.some((kind) => kind !== null) ||
    segments.length > 0 ||
    regions.length > 0 ||
    spelled.some((word) => isNameLike(word) && /^\p{L}[\p{L}\d]*(?:[-_.]\w+)+$/iu.test(word))
  );
}

function isNetwork(clause: Sentence): boolean {
  return hasName(clause) || means(clause, ...THINGS) || WORDS.test(clause.line);
}

/** Whether the clause speaks of anything that networks have, or of what they cost and carry. */
export function isAbout(clause: Sentence): boolean {
  return isNetwork(clause) || means(clause, ...BESIDES);
}
