/** Words with which a request begins. A clause that begins with one is a request of its own. */
const VERBS = new Set(
  (
    "accept activate add allocate allow analyse analyze approve assign associate attach authorize ban block blacklist blocklist " +
    "build bypass cancel change check clear close configure connect contain copy create cut decrease delete deny deploy " +
    "describe destroy detach disable disconnect disassociate double drop empty enable erase expand explain expose extend fail " +
    "find fix forecast forward generate get give grant grow halve increase insert inspect investigate isolate kill launch let " +
    "limit list make migrate mirror mitigate modify move open optimise optimize peer permit provision publish purge push " +
    "quarantine reboot redirect reduce release remove rename replace report reset resize restart restore resume revert " +
    "revoke roll rollback route run save scale send set share shrink shut show shutdown spin start stop swap switch tag " +
    "terminate test triple troubleshoot turn unblock undo unshare update upgrade whitelist wipe write"
  ).split(" "),
);
const POLITE = new Set(
  "please kindly also then now just can could would will you we i need must should want to let us let's".split(" "),
);

export function isVerb(word: string | undefined): boolean {
  return word !== undefined && VERBS.has(word);
}

/** Whether a clause begins with a request, courtesies aside. */
export function isRequest(clause: readonly string[]): boolean {
  return isVerb(clause.find((word) => !POLITE.has(word)));
}

const QUESTIONS = new Set(
  "why what how when who which whose is are was were does do did has have should shall am".split(" "),
);

/** Whether a clause asks something; `can you` and `would you` are courtesies. */
export function isQuestion(clause: readonly string[]): boolean {
  return QUESTIONS.has(clause[0] ?? "");
}

const CONTINUATIONS = [
  "set it up",
  "set this up",
  "do it",
  "make it so",
  "fix it",
  "go ahead",
  "get it done",
  "make it happen",
  "keep it",
  "make sure",
  "let me know",
];

/** Whether a clause only says how, or that, what was asked before shall be done: `set it up securely`. */
export function isContinuation(clause: readonly string[]): boolean {
  const line = `${clause.filter((word) => !POLITE.has(word)).join(" ")} `;
  return CONTINUATIONS.some((phrase) => line.startsWith(`${phrase} `)) && clause.length <= 8;
}

/**
 * The clauses of a text: sentences, and within a sentence what follows `and`, `then` or a comma where a new request begins. So
 * `block it and isolate i-…` is two, and `payments and billing` is one.
 */
export function clausesOf(text: string): string[] {
  return sentencesOf(text)
    .flatMap(splitAtRequests)
    .filter((clause) => clause !== "");
}

function sentencesOf(text: string): string[] {
  // A full stop ends a sentence only before white space: addresses and names hold full stops too.
  return text.split(/[.!?](?=\s|$)|[;\n]/).map((part) => part.trim());
}

function splitAtRequests(sentence: string): string[] {
  const words = sentence.split(/\s+/);
  const clauses: string[][] = [[]];
  words.forEach((word, i) => {
    const next = words.slice(i + 1, i + 1 + NEAR).map(plain);
    const joint = JOINTS.has(plain(word)) || word.endsWith(",");
    const begins = isVerb(next.find((one) => !POLITE.has(one) && !JOINTS.has(one)));
    if (joint && begins && beginsSoon(next)) {
      if (!JOINTS.has(plain(word))) clauses.at(-1)?.push(word.slice(0, -1));
      clauses.push([]);
    } else clauses.at(-1)?.push(word);
  });
  return clauses.map((clause) => clause.join(" ").trim());
}

/** How far behind a joint a request may begin: courtesies are few. */
const NEAR = 6;
const JOINTS = new Set(["and", "then", "&", "plus"]);

function plain(word: string): string {
  return word.toLowerCase().replace(/[^a-z0-9'&-]/g, "");
}

/** The verb stands among the next few words, behind courtesies only. */
function beginsSoon(next: readonly string[]): boolean {
  for (const word of next.slice(0, 5)) {
    if (isVerb(word)) return true;
    if (!POLITE.has(word) && !JOINTS.has(word)) return false;
  }
  return false;
}
