-- The ledger grows through one function and in no other way. An owner or superuser can still drop triggers and rewrite
-- rows: that is found by checkpoints and witnesses, not prevented here.
CREATE SCHEMA ledger;
GRANT USAGE ON SCHEMA ledger TO {{login}};

CREATE TABLE ledger.head (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  size bigint NOT NULL CHECK (size >= 0)
);
INSERT INTO ledger.head (size) VALUES (0);

CREATE TABLE ledger.entry (
  seq bigint PRIMARY KEY CHECK (seq >= 0),
  recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  body bytea NOT NULL CHECK (octet_length(body) BETWEEN 1 AND 65535),
  leaf_hash bytea NOT NULL CHECK (leaf_hash = sha256('\x00'::bytea || body))
);

CREATE TABLE ledger.checkpoint (
  size bigint PRIMARY KEY CHECK (size >= 0),
  recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  note text NOT NULL CHECK (octet_length(note) BETWEEN 1 AND 4000)
);

CREATE TABLE ledger.blob (
  digest text PRIMARY KEY CHECK (digest = 'sha256:' || encode(sha256(bytes), 'hex')),
  media_type text NOT NULL CHECK (octet_length(media_type) BETWEEN 1 AND 100),
  bytes bytea NOT NULL
);

CREATE FUNCTION ledger.refuse() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RAISE EXCEPTION 'the ledger only grows: % on %.% is refused', TG_OP, TG_TABLE_SCHEMA, TG_TABLE_NAME
    USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE TRIGGER only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.entry
  FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse();
CREATE TRIGGER only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.checkpoint
  FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse();
CREATE TRIGGER only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.blob
  FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse();
CREATE TRIGGER one_row BEFORE INSERT OR DELETE OR TRUNCATE ON ledger.head
  FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse();
ALTER TABLE ledger.entry ENABLE ALWAYS TRIGGER only_grows;
ALTER TABLE ledger.checkpoint ENABLE ALWAYS TRIGGER only_grows;
ALTER TABLE ledger.blob ENABLE ALWAYS TRIGGER only_grows;
ALTER TABLE ledger.head ENABLE ALWAYS TRIGGER one_row;

CREATE FUNCTION ledger.head_only_grows() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NEW.size < OLD.size OR NEW.size <> (SELECT coalesce(max(seq) + 1, 0) FROM ledger.entry) THEN
    RAISE EXCEPTION 'the head can''t go from % to %', OLD.size, NEW.size USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER only_grows BEFORE UPDATE ON ledger.head FOR EACH ROW EXECUTE FUNCTION ledger.head_only_grows();
ALTER TABLE ledger.head ENABLE ALWAYS TRIGGER only_grows;

-- Appends `bodies` behind the first `expected` entries, with the blobs that they name and the checkpoint over all of them.
-- Locking the head row makes two writers wait for each other; the second then sees another size than it expected.
CREATE FUNCTION ledger.append(
  expected bigint, bodies bytea[], note text, blob_digests text[], blob_types text[], blob_bytes bytea[]
) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  found bigint;
  grown bigint;
BEGIN
  SELECT h.size INTO STRICT found FROM ledger.head h FOR UPDATE;
  IF found <> expected THEN
    RAISE EXCEPTION 'the ledger holds % entries, % were expected', found, expected USING ERRCODE = 'TR001';
  END IF;
  IF coalesce(array_ndims(bodies), 1) <> 1 OR coalesce(array_length(bodies, 1), 0) NOT BETWEEN 1 AND 100000 THEN
    RAISE EXCEPTION 'an append carries 1 to 100000 entries' USING ERRCODE = 'check_violation';
  END IF;
  INSERT INTO ledger.blob (digest, media_type, bytes)
    SELECT b.digest, b.media_type, b.bytes FROM unnest(blob_digests, blob_types, blob_bytes) AS b(digest, media_type, bytes)
    ON CONFLICT (digest) DO NOTHING;
  INSERT INTO ledger.entry (seq, body, leaf_hash)
    SELECT expected + b.n - 1, b.body, sha256('\x00'::bytea || b.body)
    FROM unnest(bodies) WITH ORDINALITY AS b(body, n);
  grown := expected + array_length(bodies, 1);
  UPDATE ledger.head SET size = grown;
  INSERT INTO ledger.checkpoint (size, note) VALUES (grown, note);
  RETURN grown;
END $$;

REVOKE ALL ON FUNCTION ledger.append(bigint, bytea[], text, text[], text[], bytea[]) FROM PUBLIC;
REVOKE ALL ON FUNCTION ledger.refuse() FROM PUBLIC;
REVOKE ALL ON FUNCTION ledger.head_only_grows() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ledger.append(bigint, bytea[], text, text[], text[], bytea[]) TO {{login}};
GRANT SELECT ON ledger.head, ledger.entry, ledger.checkpoint, ledger.blob TO {{login}};
