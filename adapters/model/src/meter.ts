import type { LanguageModelV4Usage } from "@ai-sdk/provider";
import { Failure } from "./failure.ts";
import { costOf } from "./prices.ts";
import type { Limits, Price } from "./settings.ts";
import type { Spend } from "./spend.ts";

const BYTES_A_TOKEN = 3;
const MOST_TOKENS = 10_000_000;

/** Counts what one question uses, and stops it before it goes over a budget. */
export class Meter {
  calls = 0;
  inputTokens = 0;
  outputTokens = 0;
  usd = 0;
  private readonly price: Price;
  private readonly limits: Limits;
  private readonly spend: Spend;
  private readonly caseId: string;

  constructor(price: Price, limits: Limits, spend: Spend, caseId: string) {
    this.price = price;
    this.limits = limits;
    this.spend = spend;
    this.caseId = caseId;
  }

  /** Before a call: puts aside what it costs at the most, so that a call of which nothing more is heard is counted in full. */
  before(bytes: number): Used {
    const worst = { input: Math.ceil(bytes / BYTES_A_TOKEN), output: this.limits.output_tokens };
    if (worst.input > this.limits.input_tokens) {
      throw new Failure("over_budget", `the question has more than ${this.limits.input_tokens} tokens`);
    }
    const refusal = this.spend.refusal(this.caseId, costOf(this.price, worst.input, worst.output));
    if (refusal !== null) throw new Failure("over_budget", refusal);
    this.calls += 1;
    this.count(worst, 1);
    return worst;
  }

  /** After a call: what the vendor says that it used, where that is a number. */
  after(worst: Used, usage: LanguageModelV4Usage): void {
    this.count(worst, -1);
    const input = counted(usage.inputTokens.total, worst.input);
    this.count({ input, output: counted(usage.outputTokens.total, worst.output) }, 1);
  }

  /** The vendor never took it. */
  free(worst: Used): void {
    this.count(worst, -1);
  }

  private count({ input, output }: Used, sign: 1 | -1): void {
    const usd = sign * costOf(this.price, input, output);
    this.inputTokens += sign * input;
    this.outputTokens += sign * output;
    this.usd += usd;
    this.spend.add(this.caseId, usd);
  }
}

/** Tokens in and out. */
interface Used {
  readonly input: number;
  readonly output: number;
}

function counted(said: number | undefined, otherwise: number): number {
  return said !== undefined && Number.isInteger(said) && said > 0 && said <= MOST_TOKENS ? said : otherwise;
}
