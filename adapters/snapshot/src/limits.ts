import type { JsonLimits } from "@trias/core";

/** How much a source may hold before it is refused: enough for 5,000 VPCs, not enough to exhaust a laptop. */
export const FILE_LIMITS: JsonLimits = { maxBytes: 256 << 20, maxDepth: 64, maxValues: 20_000_000 };
export const MAX_FILES = 50_000;
export const MAX_TOTAL_BYTES = 2 ** 31;
export const MAX_FOLDER_DEPTH = 12;
