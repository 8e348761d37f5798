import { intentDefinition } from "@trias/intents";
import type { Intent } from "@trias/protocol";

const WORDS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  environment: {
    prod: "production",
    live: "production",
    nonprod: "non-production",
    "non-prod": "non-production",
    "non production": "non-production",
    nonproduction: "non-production",
    dev: "non-production",
    test: "non-production",
    staging: "non-production",
  },
};

/** What a person wrote as an answer, in the form that parameters have. */
function candidates(parameter: string, text: string): Intent["parameters"][string][] {
  const plain = text.trim();
  const spelled = WORDS[parameter]?.[plain.toLowerCase()] ?? plain;
  const number = /^\d{1,9}(?:\.\d{1,6})?$/.test(plain) ? [Number(plain)] : [];
  const flag = plain === "true" ? [true] : plain === "false" ? [false] : [];
  return [...number, ...flag, spelled, spelled.toLowerCase(), spelled.split(/[\s,]+/).filter((one) => one !== "")];
}

/**
 * An intent with people's answers put over what its sentence gives. An answer that the intent's schema does not take is left
 * out: the question is then asked again.
 */
export function withAnswers(intent: Intent, answers: Readonly<Record<string, string>>): Intent {
  const definition = intentDefinition(intent.type);
  if (definition === null) return intent;
  let parameters = intent.parameters;
  for (const [parameter, text] of Object.entries(answers)) {
    const taken = candidates(parameter, text)
      .map((value) => ({ ...parameters, [parameter]: value }))
      .find((one) => definition.parameters.safeParse(one).success);
    if (taken !== undefined) parameters = replacing(taken, parameter);
  }
  return { ...intent, parameters };
}

/** Parameters of which the later one said replaces the other. */
const RIVALS: Readonly<Record<string, string>> = { amount: "factor", factor: "amount" };

function replacing(parameters: Intent["parameters"], answered: string): Intent["parameters"] {
  const rival = Object.hasOwn(RIVALS, answered) ? RIVALS[answered] : undefined;
  if (rival === undefined) return parameters;
  const { [rival]: _, ...rest } = parameters;
  return rest;
}
