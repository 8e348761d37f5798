export type { Assessment, Choice, Classification, Interpretation, Reasoner, ResponseOption } from "./reasoner.ts";
