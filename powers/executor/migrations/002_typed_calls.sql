-- Documents are kept as they came: nothing here looks into them. The report of a redemption may give way to a newer one, so that
-- a short execution sends one report.
alter table execution alter column warrant type json, alter column start type json;
alter table execution_step alter column predicted type json, alter column after type json;
alter table outbox alter column envelope type json;
drop function redeem_warrant(jsonb, bytea);
drop function save_execution(jsonb);

-- Redeems a warrant, all or nothing: its id, the execution with its steps, its locks and the accepted checkpoint, in one go and
-- one round trip. Says why not otherwise: `used`, `checkpoint_moved`, `superseded`, `halted`, or `overlap <resource> <execution>`.
create function redeem_warrant(
  warrant_id text, of_case text, digest text, warrant_json json, plan_bytes bytea, start_json json, at_state text, at_sequence bigint,
  says text, at timestamptz, steps text[], exclusives text[], shareds text[], newest_size bigint, newest_root text, newest_note text,
  proven_from bigint, report json, of_epoch bigint
) returns text language plpgsql set search_path = public, pg_temp as $$
declare
  runs record;
  taken record;
begin
  -- Redemptions go one after the other, so that what is checked here still holds when it is written.
  perform pg_advisory_xact_lock(1);
  if exists (select from used_warrant where id = warrant_id) then
    return 'used';
  end if;
  if (select size from accepted_checkpoint) is distinct from proven_from then
    return 'checkpoint_moved';
  end if;
  select epoch, halted into runs from runner for share;
  if runs.epoch <> of_epoch then
    return 'superseded';
  end if;
  if runs.halted then
    return 'halted';
  end if;
  select resource, execution into taken from resource_lock
    where (exclusive and resource = any (shareds)) or resource = any (exclusives) limit 1;
  if found then
    return 'overlap ' || taken.resource || ' ' || taken.execution;
  end if;
  insert into used_warrant (id, plan_digest, redeemed) values (warrant_id, digest, at);
  insert into execution (id, case_id, plan_digest, warrant, plan, start, state, sequence, message, redeemed)
    values (warrant_id, of_case, digest, warrant_json, plan_bytes, start_json, at_state, at_sequence, says, at);
  insert into execution_step (execution, step, direction, status, predicted, after, message)
    select warrant_id, step, 'do', 'pending', '[]', '[]', '' from unnest(steps) step;
  insert into resource_lock (resource, execution, exclusive)
    select resource, warrant_id, true from unnest(exclusives) resource
    union all
    select resource, warrant_id, false from unnest(shareds) resource where resource <> all (exclusives);
  insert into accepted_checkpoint (size, root, note) values (newest_size, newest_root, newest_note)
    on conflict (one) do update set size = excluded.size, root = excluded.root, note = excluded.note;
  insert into outbox (execution, sequence, progress, envelope) values (warrant_id, at_sequence, true, report);
  return 'redeemed';
end $$;
revoke execute on function redeem_warrant from public;
grant execute on function redeem_warrant to {{login}};

-- Writes where an execution stands, with the report that says so. An older process never writes over a newer one
-- (`superseded`), and no step starts while halted (`halted`): nothing is written then.
create function save_execution(
  execution_id text, at_state text, at_sequence bigint, says text, records json, report json, of_epoch bigint, ended timestamptz,
  starts_step boolean
) returns text language plpgsql set search_path = public, pg_temp as $$
declare
  runs record;
begin
  select epoch, halted into runs from runner for share;
  if runs.epoch <> of_epoch then
    return 'superseded';
  end if;
  if runs.halted and starts_step then
    return 'halted';
  end if;
  update execution set state = at_state, sequence = at_sequence, message = says, finished = ended where id = execution_id;
  insert into execution_step (execution, step, direction, status, created, predicted, after, message, started, finished)
    select execution_id, r.* from json_to_recordset(records) as r(
      step text, direction text, status text, created text, predicted json, after json, message text,
      started timestamptz, finished timestamptz)
    on conflict (execution, step, direction) do update set
      status = excluded.status, created = excluded.created, predicted = excluded.predicted, after = excluded.after,
      message = excluded.message, started = excluded.started, finished = excluded.finished;
  delete from outbox where execution = execution_id and progress;
  insert into outbox (execution, sequence, progress, envelope) values (execution_id, at_sequence, ended is null, report)
    on conflict (execution, sequence) do update set envelope = excluded.envelope, progress = excluded.progress;
  if ended is not null then
    delete from resource_lock where execution = execution_id;
  end if;
  return 'saved';
end $$;
revoke execute on function save_execution from public;
grant execute on function save_execution to {{login}};
