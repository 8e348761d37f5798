import { isRequest } from "../sentence/clauses.ts";
import { says } from "../sentence/sentence.ts";
import { given, type Recogniser } from "./reading.ts";

/** `roll back C-…`, `undo case C-…`, `revert that change`. */
export const rollBack: Recogniser = (clause, whole) => {
  const back = says(
    clause,
    "roll back",
    "rollback",
    "undo",
    "revert",
    "back out",
    "take back",
    "unwind",
    "rolled back",
  );
  const wrapped = says(clause, "roll", "take", "rolling") && says(clause, "back");
  if (!back && !wrapped) return null;
  const cases = clause.cases.length > 0 ? clause.cases : whole.cases;
  const about = says(clause, "case", "change", "changes", "last", "that", "this", "it", "deployment", "previous");
  if (cases.length === 0 && !(about && isRequest(clause.words))) return null;
  if (cases.length === 0) return [{ type: "roll_back", parameters: {}, certain: true }];
  return cases.map((id) => ({ type: "roll_back", parameters: given({ case: id }), certain: cases.length === 1 }));
};
