import { CoreError, type Remedy, TriasError } from "@trias/core";
import { type ErrorBody, errorBodySchema, ProtocolError } from "@trias/protocol";
import { RefusalError, type RefusalStatus, STATUS_OF } from "./errors.ts";
import { bounded } from "./text.ts";

export interface ErrorAnswer {
  readonly status: RefusalStatus;
  readonly body: ErrorBody;
}

/** What the caller is told about an error that was raised on purpose; undefined for any other, whose text stays here. */
export function answerOf(error: unknown): ErrorAnswer | undefined {
  if (!(error instanceof TriasError)) return undefined;
  const status = statusOf(error);
  return status === undefined ? undefined : { status, body: errorBody(error.code, error) };
}

export function internalAnswer(id: string): ErrorAnswer {
  const message = "this is a fault of the process that was called";
  const fix = `its log names the cause beside \`${id}\``;
  return { status: 500, body: { error: { code: "internal", message, at: id, fix, remedy: "retry" } } };
}

function statusOf(error: TriasError): RefusalStatus | undefined {
  if (error instanceof CoreError || error instanceof ProtocolError) {
    return error.code === "version_skew" ? 426 : error.code === "json_too_large" ? 413 : 400;
  }
  // The error classes of powers and adapters say `unavailable`, `conflict` and so on with these same codes.
  return Object.entries(STATUS_OF).find(([code]) => code === error.code)?.[1];
}

function errorBody(code: string, error: TriasError): ErrorBody {
  return {
    error: {
      code,
      message: bounded(error.message, 2000),
      ...(error.at === undefined ? {} : { at: bounded(error.at, 500) }),
      ...(error.fix === undefined ? {} : { fix: bounded(error.fix, 500) }),
      remedy: error.remedy,
    },
  };
}

/** The error that an answer of another process stands for; its texts are bounded and quoted, its code is one of ours or the status decides. */
export function errorFromAnswer(status: number, body: unknown): RefusalError {
  const parsed = errorBodySchema.safeParse(body);
  const code = codeOfStatus(status);
  if (!parsed.success) {
    return new RefusalError(code, `answered with status ${status} and no explanation`, { remedy: remedyOf(code) });
  }
  const { message, at, fix, remedy } = parsed.data.error;
  return new RefusalError(code, bounded(message, 2000), {
    remedy,
    ...(at === undefined ? {} : { at: bounded(at, 500) }),
    ...(fix === undefined ? {} : { fix: bounded(fix, 500) }),
  });
}

function codeOfStatus(status: number): keyof typeof STATUS_OF {
  for (const [code, value] of Object.entries(STATUS_OF)) {
    if (value === status) return code as keyof typeof STATUS_OF;
  }
  return status >= 500 ? "internal" : "bad_request";
}

function remedyOf(code: keyof typeof STATUS_OF): Remedy {
  return ["throttled", "internal", "unavailable", "timeout"].includes(code) ? "retry" : "stop";
}
