import type { IntentExample } from "../intent.ts";

export const examples: readonly IntentExample[] = [
  {
    sentence: "The Black Friday sale starts in 3 days. Scale up for 10x normal traffic.",
    parameters: { factor: 10, start: "in 3 days" },
  },
  { sentence: "Scale asg-web-dev to 92 instances", parameters: { target: "asg-web-dev", amount: 92 } },
  { sentence: "Double the capacity of asg-web-dev", parameters: { target: "asg-web-dev", factor: 2 } },
  { sentence: "Scale asg-web-dev by 46 instances", parameters: { target: "asg-web-dev", amount: "+46" } },
];
