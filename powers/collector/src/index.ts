export { type Collector, type CollectorDeps, startCollector } from "./collector.ts";
export type { AuditorPort, Clock, Log } from "./ports.ts";
