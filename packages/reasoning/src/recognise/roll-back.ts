import { frame, REQUEST } from "./frame.ts";

export const rollBack = frame(
  "roll_back",
  REQUEST,
  [
    "11 rollback @case",
    '9 "roll back|rollback|undo|revert|back out|roll it back|roll that back|roll this back|rolling back|rolled back|take it back|unwind" -RULE',
    '8.5 "undo|revert|roll back|rollback|back out" CASE',
    '8 "roll|take|put" "back" @case',
  ],
  (clause, { whole }) => {
    const cases = clause.cases.length > 0 ? clause.cases : whole.cases;
    return (cases.length > 0 ? cases : [null]).map((id) => ({ case: id }));
  },
);
