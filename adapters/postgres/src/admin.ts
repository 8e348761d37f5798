export { type Cluster, type ClusterOptions, startCluster } from "./cluster.ts";
export { type Migration, migrate } from "./migrate.ts";
export { readMigrations } from "./migration-files.ts";
export { type PowerStore, type Provisioned, type ProvisionOptions, provision } from "./provision.ts";
