-- reward_rules: what referrals give and what speaks against them, as data, and what is known of
-- people that shows when several are one.
-- Callers: apply_catalog sets the rules; sign-up, the rewards function and payments note signals;
-- admins keep the list of disposable domains.
--
-- No row of rules: this product gives no rewards. What was promised when a code was taken stays.
-- Signals are hashes. They outlive the account, or signing up anew would pay again and again.

create table private.reward_rules (
  id boolean not null default true,
  invited_credits bigint not null,
  referrer_cents bigint not null,
  condition text not null,
  entry_days integer not null,
  per_day integer not null,
  in_total integer not null,
  minimum_cents bigint not null,
  automatic_cents bigint not null,
  account_days integer not null,
  constraint reward_rules_pkey primary key (id),
  constraint reward_rules_id_check check (id),
  constraint reward_rules_invited_credits_check check (invited_credits between 0 and 1000000),
  constraint reward_rules_referrer_cents_check check (referrer_cents between 0 and 100000),
  constraint reward_rules_condition_check check (condition in ('email', 'payment')),
  constraint reward_rules_entry_days_check check (entry_days between 0 and 90),
  constraint reward_rules_per_day_check check (per_day between 1 and 100000),
  constraint reward_rules_in_total_check check (in_total between 1 and 10000000),
  constraint reward_rules_minimum_cents_check check (minimum_cents between 1 and 1000000),
  constraint reward_rules_automatic_cents_check check (automatic_cents between 0 and 1000000),
  constraint reward_rules_account_days_check check (account_days between 0 and 365)
);
comment on table private.reward_rules is 'The rules of the catalog for referrals and cashouts.';
comment on column private.reward_rules.condition is
  'What the invited person must have: a confirmed e-mail, or a payment that was not taken back.';
comment on column private.reward_rules.entry_days is
  'For how long after sign-up a code can still be entered.';
comment on column private.reward_rules.per_day is
  'How many referrals pay the referrer in a UTC day; in_total, ever.';
comment on column private.reward_rules.automatic_cents is
  'Up to this amount a cashout without a risk needs no admin.';
comment on column private.reward_rules.account_days is
  'How old an account must be for its cashouts to need no admin.';

create table private.referral_check (
  name text not null,
  outcome text not null,
  constraint referral_check_pkey primary key (name),
  constraint referral_check_name_check check (name in ('disposable_email', 'same_mailbox',
    'same_device', 'same_address', 'same_payer', 'same_payee')),
  constraint referral_check_outcome_check check (outcome in ('off', 'review', 'refuse'))
);
comment on table private.referral_check is
  'What a finding means for a referral: nothing, an admin decides, or it is refused.';

create table private.disposable_domain (
  domain text not null,
  constraint disposable_domain_pkey primary key (domain),
  constraint disposable_domain_domain_check
    check (domain ~ '^[a-z0-9-]+(\.[a-z0-9-]+)+$' and char_length(domain) <= 253)
);
comment on table private.disposable_domain is
  'Where anybody gets a mailbox for minutes; subdomains are meant too.';

create table private.person_signal (
  kind text not null,
  value_hash text not null,
  -- No foreign key: what is known outlives the account.
  user_id uuid not null,
  noted_at timestamptz not null default now(),
  constraint person_signal_pkey primary key (kind, value_hash, user_id),
  constraint person_signal_kind_check
    check (kind in ('mailbox', 'device', 'address', 'payer', 'payee')),
  constraint person_signal_value_hash_check check (value_hash ~ '^[0-9a-f]{64}$')
);
comment on table private.person_signal is
  'What tells that two people are one: mailbox, device, address block, payer, payee; hashed.';

create index person_signal_user_id_idx on private.person_signal (user_id);

alter table private.reward_rules enable row level security;
alter table private.referral_check enable row level security;
alter table private.disposable_domain enable row level security;
alter table private.person_signal enable row level security;

insert into private.disposable_domain (domain) values
  ('0-mail.com'), ('10minutemail.com'), ('10minutemail.net'), ('20minutemail.com'),
  ('33mail.com'), ('anonbox.net'), ('burnermail.io'), ('byom.de'), ('discard.email'),
  ('discardmail.com'), ('dispostable.com'), ('dropmail.me'), ('emailondeck.com'),
  ('fakeinbox.com'), ('fakemail.net'), ('getairmail.com'), ('getnada.com'), ('grr.la'),
  ('guerrillamail.biz'), ('guerrillamail.com'), ('guerrillamail.de'), ('guerrillamail.info'),
  ('guerrillamail.net'), ('guerrillamail.org'), ('guerrillamailblock.com'), ('inboxbear.com'),
  ('inboxkitten.com'), ('incognitomail.org'), ('jetable.org'), ('mail-temp.com'),
  ('mail.tm'), ('mailcatch.com'), ('maildrop.cc'), ('mailexpire.com'), ('mailinator.com'),
  ('mailinator.net'), ('mailnesia.com'), ('mailnull.com'), ('mailpoof.com'), ('mailsac.com'),
  ('mintemail.com'), ('minuteinbox.com'), ('moakt.com'), ('mohmal.com'), ('mytemp.email'),
  ('nada.email'), ('pokemail.net'), ('sharklasers.com'), ('spam4.me'), ('spamgourmet.com'),
  ('temp-mail.io'), ('temp-mail.org'), ('tempail.com'), ('tempinbox.com'), ('tempmail.dev'),
  ('tempmail.plus'), ('tempmailo.com'), ('tempr.email'), ('throwawaymail.com'),
  ('trash-mail.com'), ('trashmail.com'), ('trashmail.de'), ('trbvm.com'), ('wegwerfmail.de'),
  ('yopmail.com'), ('yopmail.fr'), ('yopmail.net');

create function private.apply_rewards(p_rewards jsonb)
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  delete from private.reward_rules where true;
  delete from private.referral_check where true;
  -- Off: jsonb's null, or a catalog from before there were rewards.
  if p_rewards is null or jsonb_typeof(p_rewards) = 'null' then
    return;
  end if;
  insert into private.reward_rules (invited_credits, referrer_cents, condition, entry_days,
    per_day, in_total, minimum_cents, automatic_cents, account_days)
  select invited_credits, referrer_cents, condition, entry_days, per_day, in_total,
    minimum_cents, automatic_cents, account_days
  from jsonb_to_record(p_rewards || (p_rewards -> 'cashouts')) as rules (invited_credits bigint,
    referrer_cents bigint, condition text, entry_days integer, per_day integer,
    in_total integer, minimum_cents bigint, automatic_cents bigint, account_days integer);
  insert into private.referral_check (name, outcome)
  select key, value from jsonb_each_text(p_rewards -> 'checks');
end;
$$;
comment on function private.apply_rewards is 'The rules of a catalog for rewards; null: none.';

create function private.mailbox_of(p_email text)
returns text
language plpgsql
immutable
set search_path = ''
as $$
declare
  v_domain text := lower(split_part(p_email, '@', -1));
  v_name text := lower(split_part(split_part(p_email, '@', 1), '+', 1));
begin
  if v_domain in ('gmail.com', 'googlemail.com') then
    v_domain := 'gmail.com';
    v_name := replace(v_name, '.', '');
  end if;
  return v_name || '@' || v_domain;
end;
$$;
comment on function private.mailbox_of is
  'Where mail to an address arrives: without +tags and, at Gmail, without dots.';

create function private.is_disposable(p_email text)
returns boolean
language plpgsql
stable
set search_path = ''
as $$
declare
  v_labels text[] := string_to_array(lower(split_part(p_email, '@', -1)), '.');
begin
  return exists (
    select from generate_series(1, cardinality(v_labels)) as first
    join private.disposable_domain on domain = array_to_string(v_labels[first:], '.'));
end;
$$;
comment on function private.is_disposable is
  'Whether an address is at a disposable domain or below one.';

create function private.address_block(p_ip inet)
returns text
language plpgsql
immutable
set search_path = ''
as $$
begin
  return network(set_masklen(p_ip, case family(p_ip) when 4 then 24 else 48 end))::text;
end;
$$;
comment on function private.address_block is
  'The network that an address is of: /24, or /48 of IPv6, as one household or office has it.';

create function private.note_signal(p_user_id uuid, p_kind text, p_value text)
returns void
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_hash text := private.hash_token(p_value);
begin
  insert into private.person_signal (kind, value_hash, user_id)
  values (p_kind, v_hash, p_user_id)
  on conflict on constraint person_signal_pkey do nothing;
  if found then
    perform private.flag_referrals(p_kind, v_hash);
  end if;
end;
$$;
comment on function private.note_signal is
  'Notes what is known of a person; rewards that it casts doubt on are flagged.';

create function public.note_visit(p_user_id uuid, p_device_id text, p_ip inet)
returns void
language plpgsql
volatile
security definer -- Definer because nobody may write signals.
set search_path = ''
as $$
begin
  perform private.require_active_profile(p_user_id);
  if p_device_id is not null then
    perform private.note_signal(p_user_id, 'device', p_device_id);
  end if;
  if p_ip is not null then
    perform private.note_signal(p_user_id, 'address', private.address_block(p_ip));
  end if;
end;
$$;
comment on function public.note_visit is
  'Notes from which device and address somebody comes. PT401, PT403.';

create function public.set_disposable_domain(p_domain text, p_is_disposable boolean)
returns void
language plpgsql
volatile
security definer -- Definer because admins may not write the list.
set search_path = ''
as $$
begin
  perform private.audit_as_admin('set_disposable_domain', left(p_domain, 100),
    jsonb_build_object('is_disposable', p_is_disposable));
  if p_domain is null or p_domain !~ '^[a-z0-9-]+(\.[a-z0-9-]+)+$' or char_length(p_domain) > 253
  then
    raise sqlstate 'PT400' using
      message = 'invalid_request',
      detail = jsonb_build_object('path', 'p_domain')::text,
      hint = 'A domain is written in small letters, as example.com.';
  end if;
  if p_is_disposable then
    insert into private.disposable_domain (domain) values (p_domain)
    on conflict on constraint disposable_domain_pkey do nothing;
  else
    delete from private.disposable_domain where domain = p_domain;
  end if;
end;
$$;
comment on function public.set_disposable_domain is
  'Adds a domain to the disposable ones, or takes it off. PT400, PT403.';

revoke execute on function public.note_visit, public.set_disposable_domain
  from public, anon, authenticated, service_role;
grant execute on function public.note_visit to service_role;
grant execute on function public.set_disposable_domain to authenticated;
