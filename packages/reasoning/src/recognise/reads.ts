import { isVerb } from "../sentence/clauses.ts";
import { periodIn } from "../sentence/moments.ts";
import { isNameLike, phraseAt, thingIn } from "../sentence/phrases.ts";
import { type Place, placeAfter, placeAt, placeBefore, placesAfter } from "../sentence/places.ts";
import { percentOf } from "../sentence/quantities.ts";
import { means, type Sentence, says } from "../sentence/sentence.ts";
import { portsOf, protocolOf } from "../sentence/services.ts";
import { ANY, frame, type Values } from "./frame.ts";
import { complianceOf } from "./segments.ts";

export const analyzeCost = frame(
  "analyze_cost",
  ANY,
  [
    "7 COST -RULE -CAPACITY",
    "8.5 analyse COST -VENDOR",
    '9 COST "why|how much|what|where|break down|breakdown|analyse|analyze|went up|increased|drives|driving|so high|jumped|gone up"',
  ],
  (clause, { whole, now }) => ({
    period: periodIn(clause.text, clause.words, now) ?? periodIn(whole.text, whole.words, now),
    target: costTarget(clause),
  }),
);

export const optimizeCost = frame(
  "optimize_cost",
  ANY,
  [
    "9.2 economise COST",
    '9.2 COST "get|drive|keep" "down"',
    '8.8 "save money|cut costs|cheaper|cost savings|waste|idle resources|unused resources|money-saving|cost optimization|cost optimisation|finops|rightsize|right-size|too much money|spend less|pay less|overspending|spending less"',
    '8 "fix it|fix this|do about it|how do we fix|bring it down|get it down|bring it back down" -@range -@instance',
    '8.6 "target|goal|budget|cap" reduce COST',
  ],
  (clause, { whole }) => ({
    target_reduction: shareOf(clause),
    target: costTarget(clause) ?? (means(clause, "COST") ? null : costTarget(whole)),
  }),
);

function shareOf(clause: Sentence): number | null {
  const { words } = clause;
  for (const [i, word] of words.entries()) {
    const share = percentOf(word, words[i + 1]);
    if (share !== null && share <= 1 && !/^(?:up|up by|increased|rose|jumped|grew|risen|of)$/.test(words[i - 1] ?? ""))
      return Math.round(share * 1e6) / 1e6;
  }
  if (says(clause, "by half", "in half", "halve", "by a half")) return 0.5;
  if (says(clause, "by a third", "by one third")) return 0.333333;
  if (says(clause, "by a quarter", "by one quarter")) return 0.25;
  return says(clause, "by a fifth") ? 0.2 : null;
}

const NO_COST_TARGET =
  /^(?:us|our|it|this|that|month|last|this month|money|the|aws|bill|costs?|costs? of|spend|cloud|monthly|go|going|\d|total|next|year|quarter|january|february|march|april|may|june|july|august|september|october|november|december|q\d|savings|least|fix|do|reduce|me|more|less|finance|spending|overall|everything|which|what|october's|ways|network|infrastructure|cloud)\b/i;

/** What the money goes to, where a part is named: `NAT gateways`, `prod-data`, `data transfer`. */
function costTarget(clause: Sentence): string | null {
  const [segment] = clause.segments;
  if (segment !== undefined) return segment;
  const like = clause.spelled.find(
    (word, i) =>
      /^[a-z]+(?:-[a-z0-9]+)+$/.test(word) &&
      isNameLike(word) &&
      clause.kinds[i] === null &&
      !clause.regionMentions.some(({ from, to }) => from <= i && i < to) &&
      !/^(?:month|year|week|quarter|cost|break|pay|cross|inter|per|over|co)-/.test(word),
  );
  if (like !== undefined) return like;
  if (clause.regions[0] !== undefined) return clause.regions[0];
  for (const [i, word] of clause.words.entries()) {
    if (!/^(?:for|on|of|in|from|by|with)$/.test(word)) continue;
    const phrase = phraseAt(clause, i + 1);
    if (phrase === null || isVerb(clause.words[phrase.from])) continue;
    const text = (thingIn(phrase) ?? "").replace(
      / (?:costs?|bill|spend|spending|charges|cost us|expenses|budget)$/i,
      "",
    );
    if (text !== "" && !NO_COST_TARGET.test(text) && !/^\d/.test(text)) return text;
  }
  const own =
    /\b((?:nat(?: gateways?)?|data[- ]transfer|egress|cloud wan|transit gateway|tgw|ec2|s3|rds|network firewall|firewall|vpn|direct connect|networking?|storage|compute|lambda|cloudfront|inter-region|cross-region|eks|kubernetes|database|logging|load balancers?)) (?:data processing )?(?:costs?|bill|spend|spending|charges|expenses)/i.exec(
      clause.text,
    );
  return own?.[1] ?? null;
}

export const generateReport = frame(
  "generate_report",
  ANY,
  [
    "9 report REPORT COMPLIANCE|COST|CAPACITY|INCIDENT -ACCESS",
    "8.5 report>REPORT -VENDOR -rollback",
    "9.6 REPORT COMPLIANCE|INCIDENT report -status",
    '9.6 "report|reports|post-mortem|postmortem|evidence pack|rca|incident review|compliance pack" report -status -VENDOR',
    "9.4 REPORT COMPLIANCE|INCIDENT -status -rollback -ACCESS",
    '9 "compliance report|cost report|capacity report|incident report|compliance evidence|audit evidence|post-mortem|postmortem|evidence pack"',
    '8 COMPLIANCE "are we|how compliant|evidence|prove|proof|demonstrate|attest|show" -SEGMENT',
    '8 COMPLIANCE "auditors|audit" "need|needs|want|wants|asked"',
  ],
  (clause, { whole, now }) => {
    const framework = frameworkOf(clause) ?? frameworkOf(whole);
    return {
      kind: reportKind(clause) ?? reportKind(whole) ?? (framework === null ? null : "compliance"),
      framework,
      period: periodIn(clause.text, clause.words, now) ?? periodIn(whole.text, whole.words, now),
    };
  },
);

function reportKind(clause: Sentence): string | null {
  if (
    complianceOf(clause).length > 0 ||
    says(
      clause,
      "compliance",
      "compliant",
      "iso 27001",
      "nist",
      "fedramp",
      "regulator",
      "regulators",
      "regulatory",
      "auditors",
      "sox",
      "dora",
      "nis2",
      "attestation",
    )
  )
    return "compliance";
  if (
    says(
      clause,
      "incident",
      "incidents",
      "outage",
      "outages",
      "breach",
      "post-mortem",
      "postmortem",
      "rca",
      "security events",
      "post mortem",
      "root cause",
      "attack",
      "security incident",
    )
  )
    return "incident";
  if (
    says(
      clause,
      "cost",
      "costs",
      "spend",
      "spending",
      "bill",
      "billing",
      "finops",
      "budget",
      "expenses",
      "money",
      "invoice",
      "chargeback",
      "expenditure",
    )
  )
    return "cost";
  return says(
    clause,
    "capacity",
    "utilisation",
    "utilization",
    "headroom",
    "usage",
    "address usage",
    "bandwidth",
    "growth",
  )
    ? "capacity"
    : null;
}

function frameworkOf(clause: Sentence): string | null {
  const [known] = complianceOf(clause);
  if (known !== undefined) return known;
  const other =
    /\b(iso[ -]?\/?(?:iec )?27001|nist(?: (?:csf|800-53|sp 800-53))?|fedramp|dora|sox|nis ?2|cis|iso27001|c5|tisax|cyber essentials|27001)\b/i.exec(
      clause.text,
    );
  return other?.[1] ?? null;
}

export const explain = frame(
  "explain",
  ANY,
  [
    "9 explain @case",
    '8.7 @case "what|why|how|who|show|describe|tell|status of|details|summary|summarise|summarize|explain" -rollback',
    "7 explain COMPONENT -create -@range -delete",
    '7.5 "explain|describe|walk me through|tell me about|what is a|what is an|how does|what does|help me understand|what are|how do|clarify|walk us through|what exactly|meaning of|what\'s the difference|what is the difference" TOPIC|COMPONENT -COST -REPORT -reach -"going on"',
    '6.5 "why did|why was|why were|why is|why does|why do|why are|how come|who approved|who requested|who changed" TOPIC|COMPONENT|@range|@segment -reach -suspicious -COST',
    '8 "the last decision|the verdict|that decision|the veto|the last verdict|the plan"',
  ],
  (clause, { whole }) => {
    const [id] = clause.cases.length > 0 ? clause.cases : whole.cases;
    return id === undefined ? { topic: topicOf(clause) } : { case: id };
  },
);

/** What is to be explained, in the sentence's own words. */
function topicOf(clause: Sentence): string | null {
  const text = clause.spelled.join(" ");
  const said =
    /\b(?:explain(?: to (?:me|us))?|describe|tell (?:me|us) about|walk (?:me|us) through|help me understand|clarify|summari[sz]e|elaborate on|talk me through|teach me(?: about)?)\s+(?:how|why|what|when)\s+(.+)$/i.exec(
      text,
    ) ??
    /\b(?:explain(?: to (?:me|us))?|describe|tell (?:me|us)(?: more)? about|walk (?:me|us) through|help me understand|clarify|summari[sz]e|elaborate on|talk me through|teach me(?: about)?|meaning of|difference between|reason (?:for|behind)|background (?:of|on))\s+(.+)$/i.exec(
      text,
    ) ??
    /\b(?:how (?:does|do|is|are)|what (?:is|are|does|do)|what's|why (?:is|are|does|do|did|was|were)|who (?:approved|requested|changed|decides))\s+(.+)$/i.exec(
      text,
    );
  const topic = said?.[1]
    ?.replace(/^(?:a|an|the|our|my|your)\s+/i, "")
    .replace(/\s+(?:works?|mean|means|is|are|do|does|work in trias|exactly|again|please|to me|to us|for)$/i, "")
    .trim();
  return topic === undefined || topic === "" ? null : topic.slice(0, 200);
}

export const networkStatus = frame(
  "network_status",
  ANY,
  [
    "8 status NETWORK|SEGMENT|ATTACHMENT|VPN|VPC|TGW|DXGW|REGION|@segment|@region|FIREWALL|@vpn|@attachment|@tgw|@vpc|CONNECT -COMPLIANCE -COST -REPORT -delete -forecast -mitigate",
    '7.5 show "segments|attachments|network|edges|vpcs|tunnels|core network|pending attachments|topology|vpns|firewalls" -COST -REPORT -COMPLIANCE -delete -forecast -route',
    "7 \"is everything|any issues|any problems|any outages|all good|how are things|what's up|everything ok|everything okay|health check|anything down|anything broken|state of play|status update|current status|overall status|what is down|what's down|status check|give me a status|network health\" -@case -COST",
    '6.5 "status|health|healthy|is up|up and running|overview|operational|degraded|is down" -@case -COST -REPORT -COMPLIANCE -reach',
  ],
  (clause) => ({ target: statusTarget(clause) }),
);

function statusTarget(clause: Sentence): string | null {
  const [segment] = clause.segments;
  if (segment !== undefined) return segment;
  const exact = clause.kinds.findIndex((kind) => kind !== null && kind !== "case");
  if (exact !== -1) return clause.spelled[exact] ?? null;
  const [region] = clause.regions;
  if (region !== undefined) return region;
  const like = clause.spelled.find(
    (word, i) => isNameLike(word) && clause.kinds[i] === null && /^[a-z0-9]+(?:[-_][a-z0-9]+)+$/i.test(word),
  );
  if (like !== undefined) return like;
  for (const [i, word] of clause.words.entries()) {
    if (!/^(?:of|is|are|with|on|for|about|in|the|our|how's|across)$/.test(word)) continue;
    const phrase = phraseAt(clause, i + 1);
    const text =
      phrase?.text.replace(
        / (?:healthy|up|down|ok|okay|doing|status|health|working|operational|looking|running|alive|degraded|fine|all|holding)+.*$/i,
        "",
      ) ?? "";
    if (
      /\b(?:vpns?|tunnels?|direct connect|transit gateways?|firewalls?|attachments?|segments|edges?|inspection|office|datacentre|data centre|site|link|dns|gateway|vpcs)\b/i.test(
        text,
      ) &&
      !/^(?:status|health|there|any|everything|list|state|overview)\b/i.test(text)
    )
      return text;
  }
  return null;
}

export const troubleshootConnectivity = frame(
  "troubleshoot_connectivity",
  ANY,
  [
    "9 troubleshoot reach -delete -mitigate -VENDOR",
    "9.2 troubleshoot reach \"why|can't|cannot|cant|can not|unable|not|fails|failing|timing|times|timeout|unreachable|refused|lost|broken|doesn't|won't\"",
    '8.8 "troubleshoot|diagnose|debug" -suspicious -COST',
    '8.2 "can|is|does|could|will|are" reach -PRIVATE -allow -create',
    '8.4 "path|connectivity|reachability|route" "from|between" "trace|check|verify|test|is there|show|what|find|why|does" -create -inspect -RULE',
    '8 "timing out|times out|time out|packet loss|connection refused|unreachable|timeouts|connection timeouts|dropping packets|no route to host|high latency|connection reset|connections fail|connection fails|not getting through|drops packets|intermittent" -mitigate -delete',
    '7.5 "dead|hangs|hang|broken|stuck|fails|failing|flaky|down|gone|timeouts" "to" @domain|@segment|@range -mitigate -delete',
    '8.2 "trace|traceroute|ping" -suspicious',
  ],
  (clause, { whole }) => {
    const own = endsOf(clause);
    const all = own.source !== undefined && own.destination !== undefined ? own : { ...endsOf(whole), ...own };
    const ports = portsOf(clause.words).length > 0 ? portsOf(clause.words) : portsOf(whole.words);
    return {
      ...all,
      port: ports[0] ?? null,
      protocol: protocolOf(clause.words) ?? protocolOf(whole.words),
    } satisfies Values;
  },
);

const REACH =
  /^(?:reach|reaching|reaches|connect|connecting|connects|talk|talking|talks|access|accessing|ping|pinging|communicate|communicating|see|contact|contacting|query|querying|ssh|curl|hit|hitting|get|call|calling|resolve|resolving|speak|telnet|load|pull|dial|log|login|reached|rdp|open|fetch|send|use)$/;
const AUXILIARY = new Set(
  "can can't cannot cant could couldn't not able to unable is be isn't longer no does doesn't doesnt do don't won't will still suddenly fail fails failing failed trying tries currently intermittently never keeps are aren't even reliably again be now have has had been having trouble problems issues struggling struggles refuses just always sometimes only stopped being anymore really allowed should".split(
    " ",
  ),
);

type Ends = { source?: string; destination?: string };

function endsOf(clause: Sentence): Ends {
  const between = clause.words.indexOf("between");
  if (between !== -1) {
    const first = placeAt(clause, between + 1);
    const second =
      first === null
        ? null
        : placeAfter({ ...clause, words: clause.words.map((word, i) => (i < first.to ? "" : word)) }, "and");
    if (first !== null && second !== null) return { source: first.name, destination: second.name };
  }
  const verb = verbAt(clause);
  const from = usable(placesAfter(clause, "from"));
  const to = usable(placesAfter(clause, "to", "into", "towards", "with", "onto"));
  if (from !== undefined && to !== undefined && verb === -1) return { source: from.name, destination: to.name };
  if (verb !== -1) {
    let at = verb;
    while (at > 0 && AUXILIARY.has(clause.words[at - 1] ?? "")) at -= 1;
    const source = from ?? usable([placeBefore(clause, at)]);
    let next = verb + 1;
    while (
      /^(?:to|with|into|on|onto|a|connection|connections|sessions|out|through|in|up|at|over|back)$/.test(
        clause.words[next] ?? "",
      )
    )
      next += 1;
    const destination = usable([placeAt(clause, next)]) ?? to;
    return pair(source, destination);
  }
  if (from !== undefined || to !== undefined) {
    const first = from ?? ownEnd(clause, to) ?? usable([placeBefore(clause, Math.max(1, clause.words.indexOf("to")))]);
    return pair(first, to ?? firstUnreachable(clause));
  }
  const places = [...clause.segments, ...clause.instances, ...clause.ranges, ...clause.domains];
  return {
    ...(places[0] === undefined ? {} : { source: places[0] }),
    ...(places[1] === undefined ? {} : { destination: places[1] }),
  };
}

/** Something of the estate that stands before the other end. */
function ownEnd(clause: Sentence, to: Place | undefined): Place | undefined {
  for (let at = 0; at < (to?.from ?? 0); at += 1) {
    const place =
      clause.kinds[at] !== null || clause.segmentMentions.some(({ from }) => from === at) ? placeAt(clause, at) : null;
    if (place !== null && place.name !== to?.name) return place;
  }
  return undefined;
}

function firstUnreachable(clause: Sentence): Place | undefined {
  const at = clause.words.findIndex((word) => /^(?:is|are|isn't|unreachable|not|was|times|timing|stopped)$/.test(word));
  return at > 0 ? usable([placeBefore(clause, at)]) : undefined;
}

function pair(source: Place | undefined, destination: Place | undefined): Ends {
  return {
    ...(source === undefined ? {} : { source: source.name }),
    ...(destination === undefined || destination.name === source?.name ? {} : { destination: destination.name }),
  };
}

const NO_PLACE =
  /^(?:it|we|i|you|they|someone|somebody|users?|why|anything|the|port|connectivity|connection|work|be|traffic|path|see|check|find|hi|hello|this|that|people|tcp|udp|each other|if|whether|access|help|please|\d{1,5})$/i;

function usable(places: readonly (Place | null)[]): Place | undefined {
  return places.find(
    (place): place is Place =>
      place !== null && !NO_PLACE.test(place.name) && !/^(?:port|why|since|after) /i.test(place.name),
  );
}

function verbAt({ words }: Sentence): number {
  return words.findIndex(
    (word, i) =>
      REACH.test(word) &&
      i > 0 &&
      !(word === "get" && !/^(?:to|through|from)$/.test(words[i + 1] ?? "")) &&
      !(word === "access" && /^(?:the|no|have|has|network|lost|any)$/.test(words[i - 1] ?? "")) &&
      !(word === "connect" && words[i - 1] === "direct") &&
      !(word === "ssh" && /^(?:over|via|on)$/.test(words[i - 1] ?? "")) &&
      !((word === "see" || word === "open" || word === "use" || word === "send") && !AUXILIARY.has(words[i - 1] ?? "")),
  );
}
