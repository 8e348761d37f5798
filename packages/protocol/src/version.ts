/**
 * Version of everything in this package. A power sends it with every message (`trias-protocol` header) and refuses a
 * peer of another: two powers that read one message differently would judge one thing and do another.
 */
export const PROTOCOL_VERSION = 1;

export const PROTOCOL_HEADER = "trias-protocol";
export const BUILD_HEADER = "trias-build";
