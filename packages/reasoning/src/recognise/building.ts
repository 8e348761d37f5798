import { nameIn, phraseAt, phraseBefore } from "../sentence/phrases.ts";
import { calledName, segmentAfter } from "../sentence/places.ts";
import { means, type Sentence, says } from "../sentence/sentence.ts";
import { anchoredBy, frame, REQUEST } from "./frame.ts";
import { environmentOf } from "./segments.ts";

export const deployLandingZone = frame(
  "deploy_landing_zone",
  REQUEST,
  ["11 ZONE -delete -explain", '10 "landing-zone path|landing-zone vpc|vpc by the landing-zone" deploy'],
  (clause, { whole }) => ({
    segment:
      segmentAfter(clause, "in", "into", "on", "within", "under", "inside", "to") ??
      clause.segments[0] ??
      whole.segments[0],
    service: serviceOf(clause) ?? serviceOf(whole),
    region: clause.regions[0] ?? whole.regions[0],
  }),
);

function serviceOf(clause: Sentence): string | null {
  const called = calledName(clause);
  if (called !== null) return called;
  for (const [i, word] of clause.words.entries()) {
    if (!/^(?:for|hosting|host|houses|hosts|supporting|serve)$/.test(word)) continue;
    const phrase = phraseAt(clause, i + 1);
    if (phrase === null || clause.segmentMentions.some(({ from, to }) => from < phrase.to && phrase.from < to))
      continue;
    const name = nameIn(phrase)?.replace(
      / (?:team|service|squad|people|platform|workloads?|services|project|product|group|app|application|api)$/i,
      "",
    );
    if (name !== undefined && !/^(?:production|prod|us|me|non-production|it|them|dev)$/i.test(name)) return name;
  }
  const zone = clause.words.findIndex(
    (word, i) => (word === "landing" && clause.words[i + 1] === "zone") || word === "landing-zone" || word === "lz",
  );
  const before = zone > 0 ? phraseBefore(clause, zone) : null;
  const own = before?.text
    .split(" ")
    .filter(
      (word) =>
        !/^(?:new|deploy|create|build|set|up|provision|add|need|want|standard|secure|fresh|another|aws|vpc|roll|spin|stand|please|production|prod|launch|requesting|request|get|via)$/i.test(
          word,
        ),
    )
    .join(" ");
  return own === undefined || own === "" ? null : own;
}

export const deployWorkload = frame(
  "deploy_workload",
  REQUEST,
  [
    "9 deploy>WEBAPP|PIPELINE|ML|WORKLOAD -SEGMENT -PRIVATE -delete -ACCESS -ZONE -mitigate -RULE -REPORT -@attachment -@vpc",
    "8 need WEBAPP|PIPELINE|ML -SEGMENT -PRIVATE -ZONE -ACCESS -mitigate -RULE -TRAFFIC -REPORT -troubleshoot",
    '8.5 "golden path|golden-path|web-app|data-pipeline|machine-learning" deploy|need -SEGMENT -explain -PRIVATE -ZONE',
    '7 "deploy|launch|roll out|ship|spin up|stand up|provision|host" WEBAPP|PIPELINE|ML|WORKLOAD -SEGMENT -ZONE',
  ],
  (clause, { whole }) => ({
    path: pathOf(clause) ?? pathOf(whole),
    name: calledName(clause) ?? calledName(whole) ?? nameOf(clause),
    environment: environmentOf(clause) ?? environmentOf(whole),
    region: clause.regions[0] ?? whole.regions[0],
  }),
  anchoredBy(["path"], "golden path", "workload"),
);

function pathOf(clause: Sentence): string | null {
  const found = (["ML", "PIPELINE", "WEBAPP"] as const).filter((concept) => means(clause, concept));
  if (
    found.length > 1 &&
    found.includes("PIPELINE") &&
    !says(clause, "machine learning pipeline", "ml pipeline", "training pipeline")
  ) {
    return says(
      clause,
      "etl",
      "data pipeline",
      "data-pipeline",
      "ingestion",
      "analytics pipeline",
      "streaming pipeline",
    )
      ? "data-pipeline"
      : says(clause, "web app", "web-app")
        ? "web-app"
        : "machine-learning";
  }
  switch (found[0]) {
    case "ML":
      return "machine-learning";
    case "PIPELINE":
      return "data-pipeline";
    case "WEBAPP":
      return "web-app";
    default:
      return null;
  }
}

/** `deploy storefront as a web app`, `the checkout-ui web app`. */
function nameOf(clause: Sentence): string | null {
  const as = clause.words.indexOf("as");
  const verb = clause.words.findIndex((word) =>
    /^(?:deploy|launch|ship|host|run|release|provision|deploying|out)$/.test(word),
  );
  if (as > 0 && verb !== -1 && verb < as) {
    const phrase = phraseAt(clause, verb + 1);
    const name = nameIn(phrase);
    if (name !== null && name.split(" ").length === 1) return name;
  }
  const like = clause.spelled.find(
    (word, i) =>
      /^[a-z][a-z0-9]*(?:-[a-z0-9]+)+$/.test(word) &&
      clause.kinds[i] === null &&
      !/^(?:web-app|data-pipeline|machine-learning|non-prod|non-production|golden-path|three-tier|3-tier|nonprod|end-to-end|real-time|high-availability|pre-prod|front-end|back-end|multi-az|customer-facing|public-facing|internet-facing)$/.test(
        word,
      ) &&
      !clause.segmentMentions.some(({ from, to }) => from <= i && i < to) &&
      !clause.regionMentions.some(({ from, to }) => from <= i && i < to),
  );
  return like ?? null;
}
