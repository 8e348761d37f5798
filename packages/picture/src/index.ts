export { drawWan } from "./draw.ts";
export { wanPicture } from "./of-estate.ts";
export type { Box, Cell, Crossing, Mark, Segment, WanPicture } from "./picture.ts";
