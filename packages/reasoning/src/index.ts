export { intentOfResponse, type ResponseName, responsesTo } from "./event/choose.ts";
export { callsForIsolation, responseTo } from "./event/guardduty/finding-response.ts";
export { type FindingType, parseFindingType } from "./event/guardduty/finding-type.ts";
export { KNOWN_TYPES, type KnownType, knownType } from "./event/guardduty/known-types.ts";
export { labelOf, numberOf, type SeverityLabel } from "./event/guardduty/severity.ts";
export { threatClassOf } from "./event/guardduty/threat-class.ts";
export { MATRIX_ROWS, type MatrixRow, type Response } from "./event/response.ts";
export type { Assessment, Choice, Classification, Interpretation, Reasoner, ResponseOption } from "./reasoner.ts";
export { createRulesReasoner, rulesReasoner } from "./rules-reasoner.ts";
