import { asFields, embedded, type Fields, listOf, text } from "./fields.ts";

/** An event inside what carried it. */
export interface Unwrapped {
  /** Names of what it was wrapped in, the outermost first: `sns-records`, `sns-http-notification`, `sqs-records`, `cloudevents`. */
  readonly wrappers: readonly string[];
  readonly inner: unknown;
  /** Id and title that the outermost wrapper gives, for what has none of its own. */
  readonly id: string | null;
  readonly title: string | null;
  /** How many other records came with it. */
  readonly beside: number;
}

const DEEPEST = 5;

interface Layer {
  readonly name: string;
  readonly inner: unknown;
  readonly id: string | null;
  readonly title: string | null;
  readonly beside: number;
}

/** Takes off SNS, SQS and CloudEvents wrappers, and reads JSON that was put into a string, to the event inside. */
export function unwrap(value: unknown): Unwrapped {
  let unwrapped: Unwrapped = { wrappers: [], inner: value, id: null, title: null, beside: 0 };
  for (let depth = 0; depth < DEEPEST; depth += 1) {
    const layer = layerOf(unwrapped.inner);
    if (layer === null) break;
    unwrapped = {
      wrappers: [...unwrapped.wrappers, layer.name],
      inner: layer.inner,
      id: unwrapped.id ?? layer.id,
      title: layer.title ?? unwrapped.title,
      beside: unwrapped.beside + layer.beside,
    };
  }
  return unwrapped;
}

function layerOf(value: unknown): Layer | null {
  const fields = asFields(value);
  if (fields === null) return null;
  return ofRecords(fields) ?? ofNotification(fields) ?? ofCloudEvent(fields);
}

/** What a function gets from SNS or SQS. */
function ofRecords(fields: Fields): Layer | null {
  const records = listOf(fields["Records"]);
  const first = asFields(records[0]);
  if (first === null) return null;
  const beside = records.length - 1;
  const sns = asFields(first["Sns"]);
  if (sns !== null) {
    return {
      name: "sns-records",
      inner: messageOf(sns["Message"]),
      id: text(sns["MessageId"], 100),
      title: text(sns["Subject"], 200),
      beside,
    };
  }
  if (first["eventSource"] === "aws:sqs" && typeof first["body"] === "string") {
    return {
      name: "sqs-records",
      inner: messageOf(first["body"]),
      id: text(first["messageId"], 100),
      title: null,
      beside,
    };
  }
  return null;
}

/** What SNS posts to an address, and what it puts into a queue. */
function ofNotification(fields: Fields): Layer | null {
  if (typeof fields["TopicArn"] !== "string" || typeof fields["Message"] !== "string") return null;
  const name =
    fields["Type"] === "Notification"
      ? "sns-http-notification"
      : fields["Type"] === "SubscriptionConfirmation" || fields["Type"] === "UnsubscribeConfirmation"
        ? `sns-http-${fields["Type"] === "SubscriptionConfirmation" ? "subscription" : "unsubscribe"}-confirmation`
        : null;
  if (name === null) return null;
  return {
    name,
    inner: messageOf(fields["Message"]),
    id: text(fields["MessageId"], 100),
    title: text(fields["Subject"], 200),
    beside: 0,
  };
}

function ofCloudEvent(fields: Fields): Layer | null {
  if (
    typeof fields["specversion"] !== "string" ||
    typeof fields["type"] !== "string" ||
    typeof fields["source"] !== "string"
  ) {
    return null;
  }
  const data = fields["data"] ?? decoded(fields["data_base64"]);
  return {
    name: "cloudevents",
    inner: messageOf(data),
    id: text(fields["id"], 100),
    title: text(fields["type"], 200),
    beside: 0,
  };
}

/** JSON in a string is what it holds; other text stays text. */
function messageOf(value: unknown): unknown {
  return typeof value === "string" ? (embedded(value) ?? value) : value;
}

function decoded(value: unknown): unknown {
  return typeof value === "string" ? Buffer.from(value, "base64").toString("utf8") : undefined;
}
