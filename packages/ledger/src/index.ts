export { type BundleFile, type BundleReport, type BundleSource, bundleTiles, verifyBundle } from "./bundle.ts";
export { type Checkpoint, openCheckpoint, signCheckpoint } from "./checkpoint.ts";
export { LedgerError, type LedgerErrorCode } from "./errors.ts";
export { EMPTY_ROOT, HASH_SIZE, leafHash, nodeHash } from "./hashing.ts";
export { checkPublicKey, formatLogKey, type LogKey, parseLogKey } from "./log-key.ts";
export { openNote, signNote } from "./note.ts";
export { formatProof, openProof, type VerifiedProof } from "./proof-text.ts";
export { verifyConsistency, verifyInclusion } from "./proofs.ts";
export {
  decodeEntries,
  encodeEntries,
  entriesPath,
  entryTiles,
  MAX_ENTRY_BYTES,
  TILE_WIDTH,
  tilePath,
} from "./tiles.ts";
export { MerkleTree } from "./tree.ts";
