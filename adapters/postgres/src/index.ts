export { PostgresError, type PostgresErrorCode, sqlState, violatedConstraint } from "./errors.ts";
export { createLibraryPool, type LibraryPoolOptions } from "./library-pool.ts";
export { createPool, type Pool, type PoolOptions, type Queryable, type QueryResult } from "./pool.ts";
export { type TransactionOptions, transaction } from "./transaction.ts";
