import { isVerb } from "../sentence/clauses.ts";
import { endIn } from "../sentence/moments.ts";
import {
  DETERMINERS,
  isNameLike,
  nameIn,
  type Phrase,
  phraseAfter,
  phraseAt,
  phraseBefore,
} from "../sentence/phrases.ts";
import { segmentAfter } from "../sentence/places.ts";
import { means, type Sentence, says } from "../sentence/sentence.ts";
import { anchoredBy, frame, REQUEST } from "./frame.ts";

export const grantVendorAccess = frame(
  "grant_vendor_access",
  REQUEST,
  [
    "9 grant VENDOR ACCESS",
    "8 grant>ACCESS -delete -RULE -TRAFFIC",
    '7.5 "need access|needs access|wants access|requires access|needs read|need read|needs write|need write|read access|write access|read-only access|read/write|read-write access|needs to read|needs to write|need to read|needs to pull|needs to upload|needs to push|get access|have access|give access|grant access"',
    "8 grant VENDOR -block",
    '7 "onboard" VENDOR',
    '8.2 "able to read|able to write|able to upload|able to download|allowed to read|allowed to write|able to pull|able to query|should be allowed to read"',
    '8 "let|allow|permit|enable" "read|write|upload to|read from|write to|download from|pull from|read-only|push to" -ROUTE -block',
    '8 "give|grant" "read|write|read-only|read-write|rw|ro|read/write" -block',
  ],
  (clause, { whole, now }) => ({
    vendor: grantee(clause) ?? toldOf(whole, grantee) ?? weakGrantee(clause) ?? toldOf(whole, weakGrantee),
    resource: resourceOf(clause) ?? (means(clause, "ACCESS", "VENDOR") ? resourceOf(whole) : null),
    access: accessOf(whole),
    expires: endIn(clause.text, clause.words, now) ?? endIn(whole.text, whole.words, now),
  }),
  (values, clause) => {
    const { vendor, access, resource } = values;
    if (typeof vendor !== "string") return false;
    if ((resource ?? null) === null && !means(clause, "ACCESS")) return false;
    const known = /^\p{Lu}|[-_\d]/u.test(vendor) && ((resource ?? access ?? null) !== null || says(clause, "access"));
    return known || means(clause, "VENDOR") || (typeof resource === "string" && typeof access === "string");
  },
);

const NEEDS = new Set(
  "needs need wants want requires require should must would will asks asked is has to can requests".split(" "),
);

function grantee(clause: Sentence): string | null {
  const { words } = clause;
  const stated = words.findIndex(
    (word, i) =>
      i > 0 &&
      NEEDS.has(word) &&
      !/^(?:i|we|they|you|he|she|it|access|this|that|can|and|who)$/.test(words[i - 1] ?? ""),
  );
  const subject = stated > 0 ? vendorName(phraseBefore(clause, stated)) : null;
  if (subject !== null && /^\p{Lu}|[-_]|\d/u.test(subject)) return subject;
  const given = vendorName(
    phraseAfter(
      clause,
      "give",
      "grant",
      "let",
      "allow",
      "onboard",
      "up",
      "permit",
      "enable",
      "giving",
      "granting",
      "letting",
      "provide",
      "vendor",
      "partner",
      "supplier",
      "authorise",
      "authorize",
    ),
  );
  if (given !== null) return given;
  const behind = vendorName(phraseAfter(clause, "for", "by", "with"));
  return behind !== null && /^\p{Lu}/u.test(behind) ? behind : null;
}

/** Whom another clause names: a company's name only, and no id or thing of the network. */
function toldOf(whole: Sentence, find: (clause: Sentence) => string | null): string | null {
  const name = find(whole);
  return name !== null && /^\p{Lu}/u.test(name) && !isVerb(name.toLowerCase()) ? name : null;
}

function weakGrantee(clause: Sentence): string | null {
  return vendorName(phraseAfter(clause, "for", "by", "from"));
}

const NO_VENDOR =
  /^(?:access|read|write|read-only|us|me|them|it|the|temporary|temp|vendor|vendors|external|third-party|third|our|secure|s3|bucket|production|permission|permissions|limited|full|personnel|individuals|people|users?|staff|customers?|clients?|students?|friends?|anyone|someone|nobody|\d|a|an|until|for|new|only|no|please|set|be|audit|ro|rw|read-write|read\/write)$/i;

/** A name with a capital wherever there is one: `DataVault` of `the vendor DataVault read access`. */
function vendorName(phrase: Phrase | null): string | null {
  if (phrase === null) return null;
  const words = phrase.text.split(" ");
  const capitals = words.findIndex(
    (word, i) =>
      /^\p{Lu}/u.test(word) &&
      !/^(?:S3|RDS|SQS|VPC|AWS|API|EC2|IAM|ALB|SFTP|DB|IT|Read|Write|Please|Give|Grant|Vendor|The|Our|Kindly)$/.test(
        word,
      ) &&
      !(i > 0 && /^(?:s3|rds)$/i.test(words[i - 1] ?? "")),
  );
  if (capitals !== -1) {
    let end = capitals + 1;
    while (
      end < words.length &&
      /^(?:\p{Lu}|&|of|and)/u.test(words[end] ?? "") &&
      !NO_VENDOR.test(words[end] ?? "") &&
      !/^S3$|^RDS$|^SQS$/.test(words[end] ?? "")
    )
      end += 1;
    return words.slice(capitals, end).join(" ");
  }
  const name = nameIn(phrase);
  if (name === null || NO_VENDOR.test(name.split(" ")[0] ?? "")) return null;
  return name.split(" ").length <= 2 && !DETERMINERS.has(name) ? name : null;
}

function resourceOf(clause: Sentence): string | null {
  const { words } = clause;
  for (const [i, word] of words.entries()) {
    if (!/^(?:to|on|from|into|in|read|write|of|access|reach|reaching|query)$/.test(word)) continue;
    const phrase = phraseAt(clause, i + 1);
    if (
      phrase === null ||
      /^(?:access|read|write|read-only|us|it|set|be|upload|download|pull|push|be|do|us|get|query|sync|and|files|data|data from)$/i.test(
        phrase.text,
      )
    )
      continue;
    if (clause.regionMentions.some(({ from }) => from === phrase.from)) continue;
    const name = resourceName(phrase);
    if (name !== null) return name;
  }
  return null;
}

function resourceName(phrase: Phrase): string | null {
  const own = phrase.text.split(" ").filter((word) => !/^(?:access|permissions?|only|read-only|please)$/i.test(word));
  if (own.length === 0) return null;
  const text = own.join(" ");
  const like = own.find((word) => isNameLike(word));
  if (like !== undefined) return like;
  return /\b(?:bucket|database|db|queue|table|api|cluster|server|segment|topic|share|warehouse|data|logs|system|service|repository|registry|lake|instance|feed|endpoint|backups?|reports?|exports?|gateway|stream|store|platform)\b/i.test(
    text,
  )
    ? (nameIn({ ...phrase, text }) ?? text)
    : null;
}

function accessOf(clause: Sentence): string | null {
  const both = says(
    clause,
    "read-write",
    "read/write",
    "read and write",
    "read write",
    "rw",
    "full access",
    "write and read",
    "read-and-write",
    "r/w",
    "reading and writing",
    "read or write",
    "both ways",
    "bidirectional",
    "read + write",
  );
  const reads = says(
    clause,
    "read",
    "read-only",
    "reading",
    "view",
    "readonly",
    "ro",
    "download",
    "downloads",
    "pull",
    "reads",
    "viewing",
    "view-only",
    "query",
    "fetch",
    "look at",
    "downloading",
    "pulling",
    "export",
  );
  const writes = says(
    clause,
    "write",
    "writing",
    "upload",
    "uploads",
    "push",
    "write-only",
    "drop files",
    "uploading",
    "deliver",
    "deposit",
    "put files",
    "modify",
    "edit",
    "update",
    "writes",
    "pushing",
  );
  return both || (reads && writes) ? "read_write" : reads ? "read" : writes ? "write" : null;
}

export const revokeVendorAccess = frame(
  "revoke_vendor_access",
  REQUEST,
  [
    "9.5 revoke VENDOR",
    "9 revoke ACCESS ~VENDOR",
    "10 revoke VENDOR ACCESS",
    '8.5 revoke "contract|engagement|poc|pilot|project ended|subscription|renewal|no longer work with|renewing"',
    '8.6 revoke ACCESS @company -PRINCIPAL -LEFT -"keys|credentials|key|leaked"',
    '8 "offboard|cut off|shut out|terminate" @company -@instance -@range',
    "8.5 delete VENDOR ACCESS",
  ],
  (clause, { whole }) => ({ vendor: revokedVendor(clause) ?? revokedVendor(whole) }),
);

function revokedVendor(clause: Sentence): string | null {
  const owner = /(?:^|\s)((?:\p{Lu}[\p{L}\p{N}&._-]*\s?){1,4})'s?\s/u.exec(clause.text);
  if (owner && !/^(?:Let|It|That|Here|What)$/.test((owner[1] ?? "").trim()))
    return (owner[1] ?? "")
      .trim()
      .replace(
        /^(?:Revoke|Remove|Terminate|Disable|End|Cut|Kill|Please|Vendor|Partner|Supplier|The|Pull|Cancel)\s+/,
        "",
      );
  for (const markers of [
    ["vendor", "partner", "supplier", "consultancy", "party", "provider", "consultants", "msp", "contractor"],
    ["for", "from", "of", "with", "by", "to"],
    ["offboard", "off-board", "cut", "remove", "revoke", "terminate", "disable", "kick", "deprovision"],
  ]) {
    const name = vendorName(phraseAfter(clause, ...markers));
    if (
      name !== null &&
      !/^(?:access|all|their|any|vpn|connectivity|everything|network|its|contract|partners?|suppliers?|end|connections?|today|the)\b/i.test(
        name,
      )
    )
      return name;
  }
  const ended = clause.words.findIndex((word) =>
    /^(?:no|is|has|should|was|must|are|isn't|shouldn't|needs|ended|contract|access)$/.test(word),
  );
  const name = ended > 0 ? vendorName(phraseBefore(clause, ended)) : null;
  return name !== null && /^\p{Lu}/u.test(name) ? name : null;
}

export const connectPrivateService = frame(
  "connect_private_service",
  REQUEST,
  [
    "10 create|need|attach|allow|grant PRIVATE",
    "9 PRIVATE",
    "9 reach PRIVATE",
    '6 create|need "endpoint|endpoints" "for|to" -LOAD',
    '6 "interface endpoint|vpc endpoint"',
  ],
  (clause, { whole }) => ({
    provider: providerOf(clause) ?? providerOf(whole),
    segment: segmentAfter(clause, "in", "for", "from", "into", "inside", "to", "within") ?? whole.segments[0],
    region: clause.regions[0] ?? whole.regions[0],
  }),
  anchoredBy(
    ["provider", "segment"],
    "privatelink",
    "private endpoint",
    "vpc endpoint",
    "interface endpoint",
    "private link",
    "endpoint service",
  ),
);

function providerOf(clause: Sentence): string | null {
  const services =
    /\b(?:amazon |aws )?((?:s3|dynamodb|secrets manager|kms|sqs|sns|ecr|ssm|sts|lambda|kinesis|cloudwatch(?: logs)?|bedrock|redshift|athena|glue|step functions|eventbridge|api gateway|sagemaker|efs|systems manager|elasticache))\b/i.exec(
      clause.text,
    );
  for (const [i, word] of clause.words.entries()) {
    if (!/^(?:to|with|for|reach|reaches|use|via|access|towards|connect|into|of|talk|call|from|using)$/.test(word))
      continue;
    if (word === "to" && isVerb(clause.words[i + 1])) continue;
    const at = /^(?:to|with|the)$/.test(clause.words[i + 1] ?? "") ? i + 2 : i + 1;
    const phrase = phraseAt(clause, at);
    if (phrase === null || clause.segmentMentions.some(({ from, to }) => from < phrase.to && phrase.from < to))
      continue;
    if (clause.regionMentions.some(({ from }) => from === phrase.from)) continue;
    const name = vendorName(phrase) ?? null;
    if (
      name !== null &&
      !/^(?:privatelink|private|aws|internet|vpc|interface|endpoint|going|our|workloads?|traffic|production|apps?|development|keep|stay|services?|connect|be)\b/i.test(
        name,
      )
    )
      return name.replace(/'s?$/, "");
  }
  if (services) return services[1] ?? null;
  const before = clause.words.findIndex((word) => /^(?:privatelink|private|endpoint|endpoints|privately)$/.test(word));
  const lead = before > 0 ? vendorName(phraseBefore(clause, before)) : null;
  return lead !== null && /^\p{Lu}/u.test(lead) ? lead : null;
}
