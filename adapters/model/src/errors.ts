import { TriasError } from "@trias/core";

export type ModelErrorCode = "settings_malformed" | "price_unknown";

/** A mistake in how a model is set up. What a model does wrong is no error but an outcome. */
export class ModelError extends TriasError<ModelErrorCode> {
  override readonly name = "ModelError";
}
