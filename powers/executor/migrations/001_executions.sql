-- One row: who runs (an older process that still writes is refused by its epoch), and whether everything is halted.
create table runner (
  one boolean primary key default true check (one),
  epoch bigint not null,
  halted boolean not null default false,
  halt_reason text,
  halt_by text,
  halt_at timestamptz
);
insert into runner (epoch) values (0);
grant select, update on runner to {{login}};

-- The last checkpoint of the auditor's log that was accepted: the next one has to be consistent with it.
create table accepted_checkpoint (
  one boolean primary key default true check (one),
  size bigint not null check (size >= 0),
  root text not null,
  note text not null
);
grant select, insert, update on accepted_checkpoint to {{login}};

-- Ids of redeemed warrants, kept for ever: the login can neither change nor remove one.
create table used_warrant (
  id text primary key,
  plan_digest text not null,
  redeemed timestamptz not null
);
create index used_warrant_redeemed on used_warrant (redeemed);
grant select, insert on used_warrant to {{login}};

create table execution (
  id text primary key references used_warrant (id),
  case_id text not null,
  plan_digest text not null,
  -- What the warrant says, the plan's bytes as they came, and the touched resources as they were at the start.
  warrant jsonb not null,
  plan bytea not null,
  start jsonb not null,
  state text not null,
  sequence bigint not null,
  message text not null,
  redeemed timestamptz not null,
  finished timestamptz
);
create index execution_open on execution (id) where finished is null;
grant select, insert, update on execution to {{login}};

create table execution_step (
  execution text not null references execution (id),
  step text not null,
  direction text not null check (direction in ('do', 'undo')),
  status text not null check (status in ('pending', 'started', 'done', 'failed', 'skipped')),
  created text,
  -- Changes that were predicted when it started, and what the changed resources looked like right after.
  predicted jsonb not null,
  after jsonb not null,
  message text not null,
  started timestamptz,
  finished timestamptz,
  primary key (execution, step, direction)
);
grant select, insert, update on execution_step to {{login}};

-- Resources of running executions: what one changes, no other touches.
create table resource_lock (
  resource text not null,
  execution text not null references execution (id),
  exclusive boolean not null,
  primary key (resource, execution)
);
create unique index resource_lock_exclusive on resource_lock (resource) where exclusive;
grant select, insert, delete on resource_lock to {{login}};

-- Signed reports that the auditor has not taken yet. A progress report may give way to a newer one, no other may.
create table outbox (
  execution text not null references execution (id),
  sequence bigint not null,
  progress boolean not null,
  envelope jsonb not null,
  made timestamptz not null default now(),
  primary key (execution, sequence)
);
grant select, insert, update, delete on outbox to {{login}};

-- Redeems a warrant, all or nothing: its id, the execution with its steps, its locks and the accepted checkpoint, in one go and
-- one round trip. Says why not otherwise: `used`, `checkpoint_moved`, `superseded`, `halted`, or `overlap <resource> <execution>`.
create function redeem_warrant(what jsonb, plan_bytes bytea) returns text language plpgsql set search_path = public, pg_temp as $$
declare
  runs record;
  taken record;
begin
  -- Redemptions go one after the other, so that what is checked here still holds when it is written.
  perform pg_advisory_xact_lock(1);
  if exists (select from used_warrant where id = what->>'id') then
    return 'used';
  end if;
  if (select size from accepted_checkpoint) is distinct from (what->>'proven_from')::bigint then
    return 'checkpoint_moved';
  end if;
  select epoch, halted into runs from runner for share;
  if runs.epoch <> (what->>'epoch')::bigint then
    return 'superseded';
  end if;
  if runs.halted then
    return 'halted';
  end if;
  select resource, execution into taken from resource_lock
    where (exclusive and what->'shared' ? resource) or what->'exclusive' ? resource limit 1;
  if found then
    return 'overlap ' || taken.resource || ' ' || taken.execution;
  end if;
  insert into used_warrant (id, plan_digest, redeemed)
    values (what->>'id', what->>'plan_digest', (what->>'redeemed')::timestamptz);
  insert into execution (id, case_id, plan_digest, warrant, plan, start, state, sequence, message, redeemed)
    values (what->>'id', what->>'case_id', what->>'plan_digest', what->'warrant', plan_bytes, what->'start',
      what->>'state', (what->>'sequence')::bigint, what->>'message', (what->>'redeemed')::timestamptz);
  insert into execution_step (execution, step, direction, status, predicted, after, message)
    select what->>'id', step, 'do', 'pending', '[]', '[]', '' from jsonb_array_elements_text(what->'steps') step;
  insert into resource_lock (resource, execution, exclusive)
    select resource, what->>'id', true from jsonb_array_elements_text(what->'exclusive') resource
    union all
    select resource, what->>'id', false from jsonb_array_elements_text(what->'shared') resource
      where not what->'exclusive' ? resource;
  insert into accepted_checkpoint (size, root, note)
    values ((what->'newest'->>'size')::bigint, what->'newest'->>'root', what->'newest'->>'note')
    on conflict (one) do update set size = excluded.size, root = excluded.root, note = excluded.note;
  insert into outbox (execution, sequence, progress, envelope)
    values (what->>'id', (what->>'sequence')::bigint, false, what->'report');
  return 'redeemed';
end $$;
revoke execute on function redeem_warrant from public;
grant execute on function redeem_warrant to {{login}};

-- Writes where an execution stands, with the report that says so. An older process never writes over a newer one
-- (`superseded`), and no step starts while halted (`halted`): nothing is written then.
create function save_execution(what jsonb) returns text language plpgsql set search_path = public, pg_temp as $$
declare
  runs record;
begin
  select epoch, halted into runs from runner for share;
  if runs.epoch <> (what->>'epoch')::bigint then
    return 'superseded';
  end if;
  if runs.halted and (what->>'starts_step')::boolean then
    return 'halted';
  end if;
  update execution set state = what->>'state', sequence = (what->>'sequence')::bigint, message = what->>'message',
      finished = (what->>'finished')::timestamptz
    where id = what->>'id';
  insert into execution_step (execution, step, direction, status, created, predicted, after, message, started, finished)
    select what->>'id', r.* from jsonb_to_recordset(what->'records') as r(
      step text, direction text, status text, created text, predicted jsonb, after jsonb, message text,
      started timestamptz, finished timestamptz)
    on conflict (execution, step, direction) do update set
      status = excluded.status, created = excluded.created, predicted = excluded.predicted, after = excluded.after,
      message = excluded.message, started = excluded.started, finished = excluded.finished;
  delete from outbox where execution = what->>'id' and progress;
  insert into outbox (execution, sequence, progress, envelope)
    values (what->>'id', (what->>'sequence')::bigint, what->'finished' = 'null'::jsonb, what->'report')
    on conflict (execution, sequence) do update set envelope = excluded.envelope, progress = excluded.progress;
  if what->'finished' <> 'null'::jsonb then
    delete from resource_lock where execution = what->>'id';
  end if;
  return 'saved';
end $$;
revoke execute on function save_execution from public;
grant execute on function save_execution to {{login}};
