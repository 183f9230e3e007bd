-- payment_refusals: how many deliveries of payment providers were refused, and why.
-- Caller: the webhooks function, as the service role.

create table private.payment_refusal (
  provider text not null,
  reason text not null,
  day date not null,
  count bigint not null,
  last_at timestamptz not null,
  constraint payment_refusal_pkey primary key (provider, reason, day),
  constraint payment_refusal_reason_check check (reason in (
    'unsigned', 'bad_signature', 'too_old', 'too_large', 'foreign_mode', 'malformed')),
  constraint payment_refusal_provider_check
    check (provider in ('stripe', 'lemonsqueezy', 'paypal'))
);
comment on table private.payment_refusal is
  'How many deliveries were refused, by reason and UTC day.';

alter table private.payment_refusal enable row level security;

create function public.count_payment_refusal(p_provider text, p_reason text)
returns void
language plpgsql
volatile
security definer -- Definer because nobody may write the counts.
set search_path = ''
as $$
begin
  insert into private.payment_refusal (provider, reason, day, count, last_at)
  values (p_provider, p_reason, (now() at time zone 'UTC')::date, 1, now())
  on conflict on constraint payment_refusal_pkey do update
  set count = payment_refusal.count + 1, last_at = now();
end;
$$;
comment on function public.count_payment_refusal is 'Counts a delivery that was refused.';
revoke execute on function public.count_payment_refusal from public, anon, authenticated;
grant execute on function public.count_payment_refusal to service_role;
