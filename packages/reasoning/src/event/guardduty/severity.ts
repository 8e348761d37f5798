export type SeverityLabel = "Critical" | "High" | "Medium" | "Low";

/** Where GuardDuty's bands begin; a finding counts from 1.0 to 10.0. */
const BANDS: readonly (readonly [SeverityLabel, number])[] = [
  ["Critical", 9],
  ["High", 7],
  ["Medium", 4],
];

/** The number that stands for a band where a finding gives none: the ones that GuardDuty itself uses for its types. */
const NUMBERS: Readonly<Record<SeverityLabel, number>> = { Critical: 9, High: 8, Medium: 5, Low: 2 };

export const HIGH = 7;

export function labelOf(severity: number): SeverityLabel {
  return BANDS.find(([, from]) => severity >= from)?.[0] ?? "Low";
}

export function numberOf(label: SeverityLabel): number {
  return NUMBERS[label];
}
