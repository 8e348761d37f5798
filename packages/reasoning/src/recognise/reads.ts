import { factorOf, percentOf, portOf } from "../sentence/quantities.ts";
import { type Sentence, says } from "../sentence/sentence.ts";
import { given, type Reading, type Recogniser } from "./reading.ts";

/** Questions about load to come: before `scale_capacity`, whose words they share. */
export const forecastCapacity: Recogniser = (clause) => {
  const asks = says(
    clause,
    "what happens if",
    "what if",
    "what would happen",
    "forecast",
    "predict",
    "projection",
    "will we run out",
    "can we handle",
    "could we handle",
    "enough capacity",
    "headroom",
  );
  if (
    !asks ||
    !says(clause, "traffic", "load", "capacity", "demand", "users", "requests", "bandwidth", "growth", "addresses")
  )
    return null;
  return only("forecast_capacity", { factor: factorOf(clause) });
};

export const cost: Recogniser = (clause, whole) => {
  if (!says(whole, "cost", "costs", "bill", "spend", "spending", "expenses", "money", "savings", "budget")) return null;
  const own = says(
    clause,
    "cost",
    "costs",
    "bill",
    "spend",
    "spending",
    "expenses",
    "money",
    "savings",
    "save",
    "budget",
  );
  if (
    own &&
    says(clause, "reduce", "cut", "lower", "save", "optimize", "optimise", "decrease", "bring down", "cheaper", "trim")
  ) {
    return only("optimize_cost", { target_reduction: shareOf(clause) });
  }
  if (!own && says(clause, "fix it", "fix this", "do about it", "how do we fix")) return only("optimize_cost", {});
  if (!own) return null;
  const fix = says(clause, "fix it", "fix this", "do about it");
  return [
    ...only("analyze_cost", { period: says(clause, "this month") ? "this month" : null }),
    ...(fix ? only("optimize_cost", {}) : []),
  ];
};

export const generateReport: Recogniser = (clause) => {
  const asked = says(
    clause,
    "generate",
    "create",
    "produce",
    "prepare",
    "make",
    "write",
    "show",
    "send",
    "need",
    "run",
    "give",
    "get",
    "want",
  );
  if (!asked || !says(clause, "report", "reports", "evidence pack") || says(clause, "bucket", "access")) return null;
  const kind = (["compliance", "capacity", "cost", "incident"] as const).find((one) => says(clause, one, `${one}s`));
  const framework = ["pci", "gdpr", "soc2", "hipaa"].find((one) => says(clause, one));
  return only("generate_report", { kind: kind ?? (framework === undefined ? null : "compliance"), framework });
};

export const explain: Recogniser = (clause) => {
  if (clause.cases.length > 0 && says(clause, "explain", "why", "show", "what", "describe", "tell me")) {
    return only("explain", { case: clause.cases[0] });
  }
  return says(clause, "explain", "what is a", "what is an", "how does", "what does", "tell me about")
    ? only("explain", {})
    : null;
};

export const networkStatus: Recogniser = (clause) => {
  const asks = says(
    clause,
    "status",
    "health",
    "healthy",
    "how is",
    "state of",
    "overview",
    "is everything",
    "show me",
    "list",
  );
  return asks && says(clause, "network", "wan", "core network", "segments", "attachments", "everything", "connections")
    ? only("network_status", { target: clause.segments[0] })
    : null;
};

export const troubleshootConnectivity: Recogniser = (clause) => {
  const asks = says(
    clause,
    "why",
    "troubleshoot",
    "cannot",
    "can't",
    "cant",
    "unable",
    "fails to",
    "doesn't",
    "does",
    "diagnose",
    "debug",
    "timing out",
    "unreachable",
    "can",
  );
  if (
    !asks ||
    !says(
      clause,
      "reach",
      "connect",
      "connectivity",
      "talk",
      "access",
      "ping",
      "unreachable",
      "timing out",
      "connection",
    )
  )
    return null;
  const [source, destination] = [...clause.instances, ...clause.segments, ...clause.ranges];
  if (source === undefined) return null;
  return only("troubleshoot_connectivity", { source, destination, port: portOf(clause) });
};

export const investigateTraffic: Recogniser = (clause, whole) => {
  if (
    !says(
      clause,
      "investigate",
      "look into",
      "looking into",
      "unusual traffic",
      "suspicious traffic",
      "strange traffic",
      "check traffic",
      "analyse traffic",
      "analyze traffic",
      "examine",
    )
  )
    return null;
  const block = says(whole, "block it", "block them", "block if", "block the source", "and block", "stop it if");
  return only("investigate_traffic", {
    source: whole.ranges[0],
    target: targetOf(whole),
    block_if_malicious: block ? true : null,
  });
};

/** `production database` of `towards our production database`. */
function targetOf({ words }: Sentence): string | null {
  const at = words.findIndex(
    (word) => word === "towards" || word === "toward" || word === "against" || word === "hitting",
  );
  if (at === -1) return null;
  const rest = words.slice(at + 1).filter((word, i) => i > 0 || !["our", "the", "a", "my"].includes(word));
  const end = rest.findIndex((word) =>
    ["and", "investigate", "block", "please", "can", "look", "from", "it"].includes(word),
  );
  const target = (end === -1 ? rest : rest.slice(0, end)).slice(0, 4).join(" ");
  return target === "" ? null : target;
}

function shareOf({ words }: Sentence): number | null {
  for (const [i, word] of words.entries()) {
    const share = percentOf(word, words[i + 1]);
    if (share !== null && share <= 1) return share;
  }
  return null;
}

function only(type: Reading["type"], values: Parameters<typeof given>[0]): Reading[] {
  return [{ type, parameters: given(values), certain: true }];
}
