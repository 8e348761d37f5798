/** `ThreatPurpose:ResourceType/ThreatFamily.DetectionMechanism!Artifact`, taken apart. */
export interface FindingType {
  readonly purpose: string;
  readonly resource: string;
  /** The family's name up to the mechanism, such as `C&CActivity`. */
  readonly family: string;
  readonly mechanism: string | null;
  readonly artifact: string | null;
  /** The type as AWS writes it; some exports have a space where the slash belongs. */
  readonly name: string;
}

const GRAMMAR =
  /^(?<purpose>[A-Z][A-Za-z]{2,40}):(?<resource>[A-Za-z0-9]{2,40})[/ ](?<family>[A-Za-z0-9&_-]{2,120})(?:\.(?<mechanism>[A-Za-z0-9.&_-]{1,80}))?(?:!(?<artifact>[A-Za-z0-9._-]{1,80}))?$/;

export function parseFindingType(text: unknown): FindingType | null {
  const groups = typeof text === "string" ? GRAMMAR.exec(text)?.groups : undefined;
  if (groups === undefined) return null;
  const { purpose = "", resource = "", family = "", mechanism = null, artifact = null } = groups;
  const end = `${mechanism === null ? "" : `.${mechanism}`}${artifact === null ? "" : `!${artifact}`}`;
  return { purpose, resource, family, mechanism, artifact, name: `${purpose}:${resource}/${family}${end}` };
}
