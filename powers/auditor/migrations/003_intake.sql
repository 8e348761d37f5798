-- Folded events keep their bytes until their window is an entry: what was accepted is evidence from then on.
ALTER TABLE auditor.fold
  ADD COLUMN event_id text NOT NULL DEFAULT '',
  -- Whether the same id was heard before with other bytes.
  ADD COLUMN reused boolean NOT NULL DEFAULT false,
  ADD COLUMN bytes bytea NOT NULL DEFAULT '';

-- An event that needs nothing closes its case at once; until then the same thing is folded into it all the same.
ALTER TABLE auditor.open_identity ADD COLUMN until timestamptz;
