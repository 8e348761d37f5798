import { expect, it } from "vitest";
import { eventPrompt } from "./prompts/event.ts";
import { explainPrompt } from "./prompts/explain.ts";
import { meaningPrompt } from "./prompts/meaning.ts";

// A changed text is a new version: ledgers name the version, and a reader must find the text that was used.
it("each prompt is the text that was reviewed under its version", () => {
  const all = [meaningPrompt, eventPrompt, explainPrompt].map(({ id, version, digest }) => [id, version, digest]);
  expect(all).toMatchInlineSnapshot(`
    [
      [
        "meaning",
        1,
        "sha256:fa05faf4ddf8990758bdadb11fc28484fdd9aa4e5466683d4c40798659fc4dda",
      ],
      [
        "event",
        1,
        "sha256:c5735079eda9cc02b3a91bb10c19e902d0d681aff932bc485c80c1312ceaf9dd",
      ],
      [
        "explain",
        1,
        "sha256:e79d1be8d51716e216ad2f565c7bc13f05f4ebc64dda048e350cc3dec3fbb13c",
      ],
    ]
  `);
});
