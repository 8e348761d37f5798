/** Nothing was to be planned: what was asked for is this answer. Thrown, because it ends the making of a plan wherever that stands. */
export class Answered extends Error {
  override readonly name = "Answered";
  /** All of it; the message is its first line. */
  readonly answer: string;

  constructor(answers: readonly string[]) {
    const answer = answers.join("\n\n");
    super(answer.split("\n", 1)[0] ?? "");
    this.answer = answer;
  }
}
