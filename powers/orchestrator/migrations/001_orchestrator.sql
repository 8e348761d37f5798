-- The planner's own memory. DBOS keeps its tables in a schema of its own, which it makes and migrates itself.
CREATE SCHEMA orchestrator;
GRANT USAGE ON SCHEMA orchestrator TO {{login}};

-- How far the auditor's feed was read, and the last word of it about each case that was stopped.
CREATE TABLE orchestrator.feed_cursor (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  n bigint NOT NULL CHECK (n >= 0)
);
INSERT INTO orchestrator.feed_cursor (n) VALUES (0);

CREATE TABLE orchestrator.stopped_case (
  case_id text PRIMARY KEY,
  n bigint NOT NULL
);

-- Every plan that was submitted, byte for byte, with what it was made from.
CREATE TABLE orchestrator.plan (
  digest text PRIMARY KEY,
  case_id text NOT NULL,
  round integer NOT NULL,
  bytes bytea NOT NULL,
  locks text[] NOT NULL,
  findings json NOT NULL,
  made timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX plan_case ON orchestrator.plan (case_id, round);

-- How each execution ended, as the executor reported it: ids of what was created are needed for the way back.
CREATE TABLE orchestrator.execution (
  plan_digest text PRIMARY KEY,
  case_id text NOT NULL,
  execution text NOT NULL,
  report json NOT NULL,
  ended timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX execution_case ON orchestrator.execution (case_id, ended);

CREATE TABLE orchestrator.lesson (
  plan_digest text NOT NULL,
  n integer NOT NULL,
  case_id text NOT NULL,
  text text NOT NULL CHECK (octet_length(text) <= 2000),
  PRIMARY KEY (plan_digest, n)
);

CREATE TABLE orchestrator.trace (
  workflow text NOT NULL,
  step text NOT NULL,
  case_id text NOT NULL,
  started timestamptz NOT NULL,
  ms double precision NOT NULL,
  PRIMARY KEY (workflow, step)
);
CREATE INDEX trace_case ON orchestrator.trace (case_id, started);

-- What executing plans hold. A holder is a workflow, so that taking again after a crash finds its own.
CREATE TABLE orchestrator.resource_lock (
  resource text PRIMARY KEY,
  holder text NOT NULL,
  taken timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX resource_lock_holder ON orchestrator.resource_lock (holder);

-- All of them or none, always in the same order, so that two takers can't wait for each other.
CREATE FUNCTION orchestrator.take_locks(wanted text[], taker text) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  held integer;
BEGIN
  INSERT INTO orchestrator.resource_lock (resource, holder)
    SELECT DISTINCT w.resource, taker FROM unnest(wanted) AS w(resource) ORDER BY w.resource
    ON CONFLICT (resource) DO NOTHING;
  SELECT count(*) INTO held FROM orchestrator.resource_lock l WHERE l.holder = taker AND l.resource = ANY (wanted);
  IF held = (SELECT count(DISTINCT w.resource) FROM unnest(wanted) AS w(resource)) THEN
    RETURN true;
  END IF;
  DELETE FROM orchestrator.resource_lock WHERE holder = taker AND resource = ANY (wanted);
  RETURN false;
END $$;

REVOKE ALL ON FUNCTION orchestrator.take_locks(text[], text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION orchestrator.take_locks(text[], text) TO {{login}};
GRANT SELECT, UPDATE ON orchestrator.feed_cursor TO {{login}};
GRANT SELECT, INSERT, UPDATE ON orchestrator.stopped_case TO {{login}};
GRANT SELECT, INSERT ON orchestrator.plan, orchestrator.execution, orchestrator.lesson, orchestrator.trace TO {{login}};
GRANT SELECT, INSERT, DELETE ON orchestrator.resource_lock TO {{login}};
