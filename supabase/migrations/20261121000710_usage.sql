-- usage: every AI call: who, what, how much, what it cost and what it brought.
-- Callers: settle_turn, settle_action and the sweep record; jobs sum up and forget; a person reads
-- own usage as my_usage (what it cost the provider is not for them), admins the margins.
-- Rows are added, never changed: what became known later is a row of its own with the difference.
-- Calls are forgotten after usage_rules.kept_days, when their days have them; days stay.

create table private.usage_record (
  id bigint generated always as identity,
  -- No foreign keys: what was spent stays spent when accounts and characters go.
  user_id uuid not null,
  action text not null,
  operation_key text not null,
  character_id uuid,
  plan text not null,
  provider text,
  model text,
  price_id bigint,
  input_tokens bigint,
  cached_input_tokens bigint,
  cache_write_tokens bigint,
  output_tokens bigint,
  calls integer not null,
  units bigint not null,
  credits bigint not null,
  revenue_micros bigint not null,
  cost_micros bigint,
  first_token_ms integer,
  latency_ms integer,
  outcome text not null,
  is_summed boolean not null default false,
  created_at timestamptz not null default now(),
  constraint usage_record_pkey primary key (id),
  constraint usage_record_operation_key_key unique (operation_key),
  constraint usage_record_action_check check (char_length(action) between 1 and 40),
  constraint usage_record_operation_key_check
    check (char_length(operation_key) between 1 and 180),
  constraint usage_record_plan_check check (char_length(plan) between 1 and 40),
  constraint usage_record_provider_check check (char_length(provider) between 1 and 40),
  constraint usage_record_model_check check (char_length(model) between 1 and 100),
  constraint usage_record_calls_check check (calls in (0, 1)),
  constraint usage_record_credits_check check (credits >= 0 and revenue_micros >= 0),
  constraint usage_record_outcome_check check (
    outcome in ('complete', 'stopped', 'interrupted', 'failed'))
);
comment on table private.usage_record is 'One AI call, or what became known of it later.';
comment on column private.usage_record.calls is '1; 0 when a row only adds to an earlier one.';
comment on column private.usage_record.cost_micros is
  'What the provider asks, in millionths of a dollar; null when not known.';
comment on column private.usage_record.revenue_micros is
  'The credits at what one was worth then, in millionths of a dollar.';

create index usage_record_unsummed_idx on private.usage_record (id) where not is_summed;
create index usage_record_user_id_unsummed_idx on private.usage_record (user_id)
  where not is_summed;

-- For the job that forgets: calls lie in the order of their time.
create index usage_record_created_at_idx on private.usage_record using brin (created_at);

-- The breakers of providers look at the latest calls.
create index usage_record_provider_created_at_idx
  on private.usage_record (provider, created_at desc);

create table private.usage_day (
  id bigint generated always as identity,
  day date not null,
  user_id uuid not null,
  action text not null,
  character_id uuid,
  plan text not null,
  provider text,
  model text,
  calls bigint not null,
  failed_calls bigint not null,
  input_tokens bigint not null,
  cached_input_tokens bigint not null,
  output_tokens bigint not null,
  units bigint not null,
  credits bigint not null,
  revenue_micros bigint not null,
  cost_micros bigint not null,
  streamed_calls bigint not null,
  first_token_ms bigint not null,
  timed_calls bigint not null,
  latency_ms bigint not null,
  constraint usage_day_pkey primary key (id),
  constraint usage_day_action_check check (char_length(action) between 1 and 40),
  constraint usage_day_plan_check check (char_length(plan) between 1 and 40),
  constraint usage_day_provider_check check (char_length(provider) between 1 and 40),
  constraint usage_day_model_check check (char_length(model) between 1 and 100),
  constraint usage_day_key unique nulls not distinct
    (user_id, day, action, character_id, plan, provider, model)
);
comment on table private.usage_day is
  'The sums of a UTC day by user, action, character, plan and model. Milliseconds are sums, of as '
  'many calls as said when they spoke first (streamed_calls) and had ended (timed_calls).';

create index usage_day_day_idx on private.usage_day (day);

create table private.usage_rules (
  id boolean not null default true,
  kept_days integer not null default 90,
  constraint usage_rules_pkey primary key (id),
  constraint usage_rules_id_check check (id),
  -- A settlement that comes late looks for its call.
  constraint usage_rules_kept_days_check check (kept_days between 7 and 3650)
);
comment on table private.usage_rules is 'For how many days single calls are kept, one row.';

insert into private.usage_rules default values;

grant select (user_id, action, character_id, model, input_tokens, cached_input_tokens,
    output_tokens, calls, units, credits, outcome, is_summed, created_at)
  on private.usage_record to authenticated;
grant select (day, user_id, action, character_id, model, calls, failed_calls, input_tokens,
    cached_input_tokens, output_tokens, units, credits)
  on private.usage_day to authenticated;

alter table private.usage_record enable row level security;
alter table private.usage_day enable row level security;
alter table private.usage_rules enable row level security;

create policy "People read their own usage"
  on private.usage_record for select to authenticated
  using (user_id = (select auth.uid()));
create policy "People read their own days of usage"
  on private.usage_day for select to authenticated
  using (user_id = (select auth.uid()));

create view public.my_usage with (security_invoker = on) as
  select day, action, character_id, model, sum(calls)::bigint as calls,
    sum(failed_calls)::bigint as failed_calls, sum(input_tokens)::bigint as input_tokens,
    sum(cached_input_tokens)::bigint as cached_input_tokens,
    sum(output_tokens)::bigint as output_tokens, sum(units)::bigint as units,
    sum(credits)::bigint as credits
  from (
    select day, action, character_id, model, calls, failed_calls, input_tokens,
      cached_input_tokens, output_tokens, units, credits
    from private.usage_day
    where user_id = (select auth.uid())
      and action not in ('title', 'summary', 'character_test', 'lost_attempt')
    union all
    select (created_at at time zone 'UTC')::date, action, character_id, model, calls,
      case outcome when 'failed' then calls else 0 end, coalesce(input_tokens, 0),
      coalesce(cached_input_tokens, 0), coalesce(output_tokens, 0), units, credits
    from private.usage_record
    where user_id = (select auth.uid()) and not is_summed
      and action not in ('title', 'summary', 'character_test', 'lost_attempt')
  ) as each
  group by day, action, character_id, model;
comment on view public.my_usage is
  'What the caller used each UTC day by action, character and model; up to this moment, without '
  'what the platform does and pays for itself.';
revoke all on public.my_usage from anon, authenticated, service_role;
grant select on public.my_usage to authenticated;

create function private.record_usage(p_record private.usage_record)
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  insert into private.usage_record (user_id, action, operation_key, character_id, plan, provider,
    model, price_id, input_tokens, cached_input_tokens, cache_write_tokens, output_tokens,
    calls, units, credits, revenue_micros, cost_micros, first_token_ms, latency_ms, outcome)
  values (p_record.user_id, p_record.action, p_record.operation_key, p_record.character_id,
    p_record.plan, p_record.provider, p_record.model, p_record.price_id, p_record.input_tokens,
    p_record.cached_input_tokens, p_record.cache_write_tokens, p_record.output_tokens,
    p_record.calls, p_record.units, p_record.credits,
    p_record.credits * (select credit_value_micros from private.catalog), p_record.cost_micros,
    p_record.first_token_ms, p_record.latency_ms, p_record.outcome)
  on conflict on constraint usage_record_operation_key_key do nothing;
end;
$$;
comment on function private.record_usage is 'Records a call, once per operation key.';

create function private.sum_usage()
returns integer
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_summed integer;
begin
  -- One at a time: who reads the days after it misses nothing that another one has in hand.
  perform pg_advisory_xact_lock(hashtext('private.sum_usage'));
  with taken as (
    update private.usage_record set is_summed = true
    where id in (
      select id from private.usage_record where not is_summed
      order by id
      limit 20000
      for no key update skip locked)
    returning *
  ), summed as (
    insert into private.usage_day (day, user_id, action, character_id, plan, provider, model,
      calls, failed_calls, input_tokens, cached_input_tokens, output_tokens, units, credits,
      revenue_micros, cost_micros, streamed_calls, first_token_ms, timed_calls, latency_ms)
    select (created_at at time zone 'UTC')::date, user_id, action, character_id, plan, provider,
      model, sum(calls), coalesce(sum(calls) filter (where outcome = 'failed'), 0),
      coalesce(sum(input_tokens), 0),
      coalesce(sum(cached_input_tokens), 0), coalesce(sum(output_tokens), 0), sum(units),
      sum(credits), sum(revenue_micros), coalesce(sum(cost_micros), 0),
      count(first_token_ms), coalesce(sum(first_token_ms), 0), count(latency_ms),
      coalesce(sum(latency_ms), 0)
    from taken
    group by 1, 2, 3, 4, 5, 6, 7
    -- The order in which two jobs at once lock the days.
    order by user_id, 1, action, character_id, plan, provider, model
    on conflict on constraint usage_day_key do update
    set calls = usage_day.calls + excluded.calls,
      failed_calls = usage_day.failed_calls + excluded.failed_calls,
      input_tokens = usage_day.input_tokens + excluded.input_tokens,
      cached_input_tokens = usage_day.cached_input_tokens + excluded.cached_input_tokens,
      output_tokens = usage_day.output_tokens + excluded.output_tokens,
      units = usage_day.units + excluded.units, credits = usage_day.credits + excluded.credits,
      revenue_micros = usage_day.revenue_micros + excluded.revenue_micros,
      cost_micros = usage_day.cost_micros + excluded.cost_micros,
      streamed_calls = usage_day.streamed_calls + excluded.streamed_calls,
      first_token_ms = usage_day.first_token_ms + excluded.first_token_ms,
      timed_calls = usage_day.timed_calls + excluded.timed_calls,
      latency_ms = usage_day.latency_ms + excluded.latency_ms
  )
  select count(*) into v_summed from taken;
  return v_summed;
end;
$$;
comment on function private.sum_usage is
  'Adds up to 20000 calls to the sums of their days, each once; returns how many.';

select cron.schedule('sum_usage', '* * * * *', 'select private.sum_usage()');

create function private.prune_usage()
returns integer
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_before timestamptz := now() - (
    select make_interval(days => kept_days) from private.usage_rules where id);
  v_pruned integer;
begin
  with pruned as (
    delete from private.usage_record where id = any (array(
      select id from private.usage_record
      where is_summed and created_at < v_before
      limit 50000
      for update skip locked))
    returning 1
  )
  select count(*) into v_pruned from pruned;
  return v_pruned;
end;
$$;
comment on function private.prune_usage is
  'Forgets up to 50000 old calls, each after its day has it; returns how many.';

select cron.schedule('prune_usage', '*/10 * * * *', 'select private.prune_usage()');
