export { type Bundle, bundlePower } from "./bundle.ts";
