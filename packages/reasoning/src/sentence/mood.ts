import { firstWord, isQuestion, isVerb, POLITE } from "./clauses.ts";
import { type Sentence, says } from "./sentence.ts";

/** Whether a clause asks something, asks for something, or tells something. */
export type Mood = "ask" | "request" | "state";

const MARKERS = [
  "please",
  "pls",
  "plz",
  "kindly",
  "need",
  "needs",
  "want",
  "wants",
  "would like",
  "i'd like",
  "we'd like",
  "should",
  "must",
  "have to",
  "has to",
  "got to",
  "gotta",
  "let's",
  "lets",
  "let us",
  "request",
  "requesting",
  "request to",
  "request for",
  "belongs in",
  "belongs to",
  "wrong segment",
  "requested to",
  "can you",
  "could you",
  "would you",
  "will you",
  "can we",
  "can i",
  "could we",
  "could i",
  "may i",
  "time to",
  "going to need",
  "looking to",
  "looking for",
  "require",
  "requires",
  "required",
  "wanna",
  "i'd love",
  "go ahead",
  "make sure",
  "ensure",
  "want to",
  "asked me to",
  "asks us to",
  "asked us to",
  "asks for",
  "asking for",
  "asking you to",
  "ought to",
  "supposed to",
  "had better",
  "better",
  "be good to",
  "great if",
  "good if",
  "nice if",
  "appreciated",
  "appreciate it if",
  "mind",
  "todo",
  "to-do",
  "ask is to",
  "task is to",
  "plan is to",
  "is to be",
  "are to be",
  "shall be",
  "to be",
  "aim to",
  "i vote we",
  "shall",
  "wish to",
  "wishes to",
  "time we",
  "we're to",
  "are to",
  "is to",
  "asap",
  "propose",
  "approved to",
  "wants us to",
  "wanting",
  "needing",
  "needed",
  "needed for",
  "can someone",
  "could someone",
  "can somebody",
] as const;

/** Words of a clause that tells what is or was; with none of them it is a bare phrase, which asks for the thing. */
const TELLS =
  /^(?:is|are|was|were|has|have|had|isn't|aren't|wasn't|weren't|hasn't|haven't|did|didn't|does|doesn't|do|don't|got|gets|went|goes|came|comes|keeps|kept|seems|seem|looks|look|says|said|starts|started|shows|showed|i'm|we're|they're|he's|she's|it's|there's|that's|we've|i've|they've|saw|see|sees|left|will|won't|can't|cannot|just|already|currently|been|being|used)$/;
/** What something does, as a report says it; behind `that` it only describes a thing. */
const DOES =
  /^(?:allows|blocks|denies|drops|permits|lets|sends|opens|rejects|runs|uses|means|works|fails|takes|makes|gives|shares|reaches|routes|blocked|allowed|attached|moved|deleted|removed|changed|opened|added|created|deployed|scaled|accepted)$/;
const SUBJECT = /^(?:i|we|they|he|she|it|someone|somebody|you|this|that|there|which|who)$/;

function first0(words: readonly string[]): string {
  return words.find((word) => !/^(?:hi|hey|hello|team|all|so|and|but|please|also)$/.test(word)) ?? "";
}

export function moodOf(clause: Sentence, asks: boolean): Mood {
  const { words } = clause;
  const first = firstWord(words) ?? "";
  if (isDescription(clause)) return "state";
  // `can attachment-… be moved`: courtesy in the passive.
  if (/^(?:can|could|would|will)$/.test(first0(words)) && says(clause, "be", "have", "get")) return "request";
  if (isQuestion(words)) return "ask";
  const behind = words.slice(words.indexOf(first) + 1);
  if (isVerb(first) && !TELLS.test(behind[0] ?? "")) return "request";
  if (says(clause, ...MARKERS))
    return asks &&
      !says(
        clause,
        "can you",
        "could you",
        "would you",
        "please",
        "can we",
        "could we",
        "can i",
        "could i",
        "may i",
        "will you",
        "can someone",
        "could someone",
        "can somebody",
      )
      ? "ask"
      : "request";
  if (
    /^(?:adding|attaching|moving|blocking|creating|removing|requesting|allowing|deploying|scaling|routing|isolating|opening|sharing)$/.test(
      first,
    )
  )
    return "request";
  // A condition before the request: `if it is malicious block it`, `once approved attach …`.
  const after = words[0] === "to" ? clause.stops.indexOf(true) : 2;
  const then = words.findIndex(
    (word, i) => i > 2 && after !== -1 && i > after && isVerb(word) && !TELLS.test(words[i + 1] ?? ""),
  );
  if (
    /^(?:if|once|when|after|before|for|to|from|in|on|as|with|at|by|starting|effective)$/.test(words[0] ?? "") &&
    then !== -1
  )
    return "request";
  if (asks) return "ask";
  const tells = words.some(
    (word, i) => TELLS.test(word) || (DOES.test(word) && !/^(?:that|which|who)$/.test(words[i - 1] ?? "")),
  );
  return tells || SUBJECT.test(words.find((word) => !POLITE.has(word)) ?? "") ? "state" : "request";
}

/** `A tool that …`, `To secure … by …`: what something is or is for, and nothing asked. */
export function isDescription({ words, stops }: Sentence): boolean {
  if (words[0] === "to") {
    const stop = stops.indexOf(true);
    const behind = stop === -1 ? "" : (words[stop + 1] ?? "");
    return (
      !isVerb(behind) &&
      !POLITE.has(behind) &&
      !words.some((word) => /^(?:needs?|wants?|should|must|please)$/.test(word))
    );
  }
  return (
    /^an?$/.test(words[0] ?? "") &&
    words
      .slice(1, 6)
      .some((word) => /^(?:tool|plugin|script|service|system|function|utility|module|agent)$/.test(word)) &&
    words.slice(2, 9).some((word) => /^(?:that|which|for|to|used|designed|capable|intended|enabling)$/.test(word)) &&
    !words.some((word) => /^(?:needs?|wants?|should|must|please)$/.test(word))
  );
}
