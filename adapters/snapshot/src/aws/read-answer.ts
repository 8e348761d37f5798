import { type Answer, type Call, itemsOf } from "./call.ts";
import { callsByKey, isUnusedKey, notModelled } from "./calls.ts";
import type { Collection } from "./collection.ts";
import { type Place, placeOfItem } from "./place.ts";

/** What a file's JSON holds, answer by answer, into the collection. Says whether anything in it was an answer. */
export function readAnswers(collection: Collection, file: string, folder: Place, json: unknown): boolean {
  if (typeof json !== "object" || json === null || Array.isArray(json)) return false;
  const answer = json as Answer;
  let known = false;
  for (const key of Object.keys(answer)) {
    const value = answer[key];
    const calls = callsByKey(key);
    if (calls.length === 0) {
      const left = notModelled(key);
      if (left !== null && Array.isArray(value) && value.length > 0) notModelledFinding(collection, file, key, left);
      known ||= left !== null || isUnusedKey(key);
      continue;
    }
    const call = calls.find((one) => one.matches?.(value, answer) ?? true);
    if (call === undefined) continue;
    known = true;
    readAnswer(collection, call, key, answer, file, folder);
  }
  if (known) {
    for (const key of Object.keys(answer).filter((one) => callsByKey(one).length + Number(isUnusedKey(one)) === 0)) {
      if (notModelled(key) !== null) continue;
      collection.findings.add({
        code: "key_unknown",
        severity: "note",
        message: `\`${key.slice(0, 80)}\` is no answer that is read here`,
        file,
        path: `$.${key.slice(0, 80)}`,
      });
    }
  }
  return known;
}

function notModelledFinding(collection: Collection, file: string, key: string, what: string): void {
  const message = `${what} are not modelled: answers that depend on them may be wrong`;
  collection.findings.add({ code: "not_modelled", severity: "warning", message, file, path: `$.${key}` });
}

function readAnswer(
  collection: Collection,
  call: Call,
  key: string,
  answer: Answer,
  file: string,
  folder: Place,
): void {
  const items = call.unfold ? call.unfold(answer[key], answer, file) : itemsOf(answer[key], key);
  if (items === null) {
    const message = `expected an array under \`${key}\``;
    collection.findings.add({ code: "answer_malformed", severity: "error", message, file, path: `$.${key}` });
    collection.taint(call.name, `${file} $.${key}: ${message}`);
    return;
  }
  const regions = new Set<string>();
  const accounts = new Set<string>();
  for (const { path, value } of items) {
    const own = placeOfItem(value);
    if (own.region !== null) regions.add(own.region);
    if (own.account !== null) accounts.add(own.account);
    const result = call.item.safeParse(value);
    if (!result.success) {
      refuse(collection, call, file, path, result.error.issues[0]);
      continue;
    }
    // A shared thing is listed by every account that sees it: the folder says who looked, the item who owns it.
    const place = { region: folder.region ?? own.region, account: folder.account ?? own.account };
    collection.add(call, { value: result.data, file, path, place });
  }
  const more = hasMore(answer);
  collection.answers.push({
    call: call.name,
    extent: call.extent,
    file,
    items: items.length,
    folder,
    regions,
    accounts,
    more,
  });
}

function hasMore(answer: Answer): boolean {
  return ["NextToken", "nextToken", "NextMarker", "Marker"].some(
    (key) => typeof answer[key] === "string" && answer[key] !== "",
  );
}

interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

function refuse(collection: Collection, call: Call, file: string, path: string, issue: Issue | undefined): void {
  const inner = (issue?.path ?? [])
    .map((step) => (typeof step === "number" ? `[${step}]` : `.${String(step)}`))
    .join("");
  const at = `${path}${inner}`;
  const unnamed = /(?:RouteTableId|PrefixListId)$/.test(inner) && issue?.path.length === 1;
  const message = unnamed
    ? `the answer does not say which \`${String(issue?.path[0])}\` was asked for; name the file after it`
    : (issue?.message ?? "unexpected form");
  collection.findings.add({
    code: unnamed ? "id_unknown" : "item_malformed",
    severity: "error",
    message,
    file,
    path: at,
  });
  collection.taint(call.name, `${file} ${at}: ${message}`);
}
