CREATE SCHEMA auditor;
GRANT USAGE ON SCHEMA auditor TO {{login}};

-- One row a case. `file` holds what changes about it, `words` and `receipt` what never does; the other columns are what
-- look-ups need. JSON as text: a title may hold what jsonb refuses.
CREATE TABLE auditor.case_file (
  id text PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('change', 'incident')),
  state text NOT NULL,
  requester text,
  opened timestamptz NOT NULL,
  since timestamptz NOT NULL,
  version bigint NOT NULL DEFAULT 1,
  heard bigint NOT NULL DEFAULT 1,
  words text NOT NULL,
  receipt json NOT NULL,
  file json NOT NULL
);
CREATE INDEX case_file_opened ON auditor.case_file (opened DESC);
CREATE INDEX case_file_going_on ON auditor.case_file (state, opened)
  WHERE state NOT IN ('done', 'closed', 'vetoed', 'rejected', 'withdrawn', 'cancelled', 'rolled_back', 'failed',
    'unknown_outcome', 'unavailable');

-- The same key of the same person is one request.
CREATE TABLE auditor.request_key (
  person text NOT NULL,
  key text NOT NULL,
  case_id text NOT NULL REFERENCES auditor.case_file,
  PRIMARY KEY (person, key)
);

-- An event that came before is a duplicate; a source is the empty string where the event was not authenticated.
CREATE TABLE auditor.event_seen (
  source text NOT NULL,
  account text NOT NULL,
  event_id text NOT NULL,
  digest text NOT NULL,
  case_id text NOT NULL REFERENCES auditor.case_file,
  PRIMARY KEY (source, account, event_id, digest)
);

-- The open case of a finding or alarm: the same thing heard again is folded into it.
CREATE TABLE auditor.open_identity (
  source text NOT NULL,
  account text NOT NULL,
  identity text NOT NULL,
  case_id text NOT NULL UNIQUE REFERENCES auditor.case_file,
  PRIMARY KEY (source, account, identity)
);

-- Folded events whose window is not yet an entry.
CREATE TABLE auditor.fold (
  n bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  case_id text NOT NULL REFERENCES auditor.case_file,
  digest text NOT NULL,
  heard timestamptz NOT NULL
);
CREATE INDEX fold_case ON auditor.fold (case_id, n);

CREATE TABLE auditor.feed (
  n bigint PRIMARY KEY CHECK (n >= 1),
  case_id text NOT NULL REFERENCES auditor.case_file,
  item json NOT NULL
);

-- A judged plan: its verdict, and what the simulation said that every step would change.
CREATE TABLE auditor.judged_plan (
  case_id text NOT NULL REFERENCES auditor.case_file,
  plan_digest text NOT NULL,
  parsed_digest text NOT NULL,
  round integer NOT NULL,
  verdict json NOT NULL,
  verdict_digest text NOT NULL,
  verdict_entry bigint NOT NULL,
  steps json NOT NULL,
  changes json NOT NULL,
  seconds integer NOT NULL,
  PRIMARY KEY (case_id, plan_digest)
);

CREATE TABLE auditor.warrant (
  id text PRIMARY KEY,
  case_id text NOT NULL REFERENCES auditor.case_file,
  plan_digest text NOT NULL,
  executor_key text NOT NULL,
  issued timestamptz NOT NULL,
  expires timestamptz NOT NULL,
  deadline timestamptz NOT NULL,
  redeemed boolean NOT NULL DEFAULT false,
  envelope json NOT NULL
);
CREATE INDEX warrant_case ON auditor.warrant (case_id, issued DESC);

CREATE TABLE auditor.report (
  warrant text NOT NULL REFERENCES auditor.warrant,
  sequence integer NOT NULL,
  digest text NOT NULL,
  report json NOT NULL,
  PRIMARY KEY (warrant, sequence)
);

-- What the current plan of each case would add, for the sums and counts of the last hour and day; not `live` once the case has
-- ended without it.
CREATE TABLE auditor.effect (
  case_id text PRIMARY KEY REFERENCES auditor.case_file,
  counted timestamptz NOT NULL,
  live boolean NOT NULL DEFAULT true,
  requester text,
  segments text[] NOT NULL,
  monthly_usd double precision NOT NULL,
  containment boolean NOT NULL,
  blocks integer NOT NULL
);
CREATE INDEX effect_counted ON auditor.effect (counted) WHERE live;
CREATE INDEX effect_costs ON auditor.effect (counted) WHERE live AND monthly_usd > 0;

CREATE TABLE auditor.ticket (
  id text PRIMARY KEY,
  n bigint NOT NULL,
  kind text NOT NULL CHECK (kind IN ('change', 'emergency')),
  title text NOT NULL,
  opened_by text NOT NULL,
  state text NOT NULL CHECK (state IN ('open', 'used', 'closed')),
  case_id text REFERENCES auditor.case_file,
  opened timestamptz NOT NULL,
  idempotency text UNIQUE,
  UNIQUE (kind, n)
);
CREATE INDEX ticket_opened ON auditor.ticket (kind, opened);
CREATE INDEX ticket_case ON auditor.ticket (case_id) WHERE case_id IS NOT NULL;

-- Keys that personal data in the ledger is encrypted with: forgetting one erases what it opens.
CREATE TABLE auditor.person_key (
  id text PRIMARY KEY,
  person text NOT NULL UNIQUE,
  key bytea NOT NULL CHECK (octet_length(key) = 32)
);

-- Highest serial heard of each life of the cloud, so that an older state is not taken for the present one after a restart.
CREATE TABLE auditor.estate_head (
  lineage text PRIMARY KEY,
  serial bigint NOT NULL,
  heard timestamptz NOT NULL
);

CREATE TABLE auditor.executor_head (
  executor_key text PRIMARY KEY,
  checkpoint_size bigint NOT NULL
);

-- The charters that this auditor has judged by, newest last.
CREATE TABLE auditor.charter (
  n bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  digest text NOT NULL,
  entry bigint NOT NULL
);

GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA auditor TO {{login}};
GRANT DELETE ON auditor.open_identity, auditor.fold, auditor.person_key TO {{login}};
GRANT USAGE ON ALL SEQUENCES IN SCHEMA auditor TO {{login}};
