-- One plan a workflow: after a crash the same bytes are submitted again, whatever a new try would have made of them.
ALTER TABLE orchestrator.plan DROP CONSTRAINT plan_pkey;
ALTER TABLE orchestrator.plan ADD COLUMN workflow text;
UPDATE orchestrator.plan SET workflow = digest;
ALTER TABLE orchestrator.plan ADD PRIMARY KEY (workflow);
