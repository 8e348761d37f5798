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
  primary key (execution, sequence)
);
grant select, insert, update, delete on outbox to {{login}};
