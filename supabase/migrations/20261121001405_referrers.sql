-- referrers: each person's code to invite others, and what came of it as counters, so that
-- statistics cost the same with a million referrals.
-- Callers: made with the profile; the rewards function counts clicks; referrals and cashouts count
-- the rest in the transaction that does it. A person reads the own row.

create table public.referrers (
  user_id uuid not null,
  code text not null,
  clicks bigint not null default 0,
  sign_ups bigint not null default 0,
  verified bigint not null default 0,
  rewarded bigint not null default 0,
  earned_cents bigint not null default 0,
  paid_cents bigint not null default 0,
  constraint referrers_pkey primary key (user_id),
  constraint referrers_code_key unique (code),
  constraint referrers_user_id_fkey
    foreign key (user_id) references public.profiles (id) on delete cascade,
  -- Nothing that looks like something else: no 0 and O, no 1 and I.
  constraint referrers_code_check check (code ~ '^[2-9A-HJ-NP-Z]{8}$'),
  constraint referrers_clicks_check check (clicks >= 0),
  constraint referrers_verified_check check (verified between 0 and sign_ups),
  constraint referrers_rewarded_check check (rewarded between 0 and verified),
  constraint referrers_earned_cents_check check (earned_cents >= 0),
  constraint referrers_paid_cents_check check (paid_cents >= 0)
);
comment on table public.referrers is 'Each person''s referral code, and what came of it.';
comment on column public.referrers.verified is 'How many met the condition of the reward.';
comment on column public.referrers.rewarded is 'Of how many the reward stands now.';
comment on column public.referrers.earned_cents is 'US cents, without what was taken back.';
comment on column public.referrers.paid_cents is 'US cents that cashouts have paid out.';

-- The leaderboard.
create index referrers_rewarded_idx on public.referrers (rewarded desc, user_id)
  where rewarded > 0;

create table private.referral_click (
  code text not null,
  day date not null,
  visitor_hash text not null,
  constraint referral_click_pkey primary key (day, code, visitor_hash),
  constraint referral_click_code_check check (char_length(code) = 8),
  constraint referral_click_visitor_hash_check check (visitor_hash ~ '^[0-9a-f]{64}$')
);
comment on table private.referral_click is
  'Who followed a link on a day: each visitor counts once a day. Forgotten after two.';

grant select on public.referrers to authenticated;

alter table public.referrers enable row level security;
alter table private.referral_click enable row level security;

create policy "People read their own code and counters and admins read all"
  on public.referrers for select to authenticated
  using (user_id = (select auth.uid()) or (select private.is_admin()));

create function private.new_referral_code()
returns text
language plpgsql
volatile
set search_path = ''
as $$
declare
  -- Thirty-two letters: five bits of each random byte, none more likely than another.
  c_letters constant text := '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
  v_bytes bytea := extensions.gen_random_bytes(8);
begin
  return (
    select string_agg(substr(c_letters, (get_byte(v_bytes, nr) & 31) + 1, 1), '')
    from generate_series(0, 7) as nr);
end;
$$;
comment on function private.new_referral_code is 'A random code of 40 bits.';

create function private.as_referral_code(p_text text)
returns text
language plpgsql
immutable
set search_path = ''
as $$
declare
  v_code text := upper(regexp_replace(p_text, '[\s-]', '', 'g'));
begin
  return case when v_code ~ '^[2-9A-HJ-NP-Z]{8}$' then v_code end;
end;
$$;
comment on function private.as_referral_code is
  'A code as somebody typed it, as it is kept; null when it is none.';

create function private.make_referrer()
returns trigger
language plpgsql
volatile
security definer -- Definer because the profile may be made by a role without rights here.
set search_path = ''
as $$
begin
  loop
    insert into public.referrers (user_id, code) values (new.id, private.new_referral_code())
    on conflict on constraint referrers_code_key do nothing;
    exit when found;
  end loop;
  return null;
end;
$$;
comment on function private.make_referrer is 'Gives a new person a code that nobody has.';

create trigger profiles_make_referrer after insert on public.profiles
  for each row execute function private.make_referrer();

create function public.count_referral_click(p_code text, p_visitor text)
returns text
language plpgsql
volatile
security definer -- Definer because nobody may write counters.
set search_path = ''
as $$
declare
  v_code text := (
    select code from public.referrers where code = private.as_referral_code(p_code));
begin
  if v_code is not null and p_visitor is not null then
    insert into private.referral_click (code, day, visitor_hash)
    values (v_code, (now() at time zone 'UTC')::date, private.hash_token(p_visitor))
    on conflict on constraint referral_click_pkey do nothing;
    if found then
      update public.referrers set clicks = clicks + 1 where code = v_code;
    end if;
  end if;
  return v_code;
end;
$$;
comment on function public.count_referral_click is
  'Counts a visitor once a day for a code, and returns the code as it is kept; null when there is '
  'none.';

create function public.referral_code(p_user_id uuid)
returns text
language plpgsql
volatile
security definer -- Definer because nobody may read other people's codes.
set search_path = ''
as $$
declare
  v_profile public.profiles := private.require_active_profile(p_user_id);
begin
  return (select code from public.referrers where user_id = v_profile.id);
end;
$$;
comment on function public.referral_code is 'Somebody''s code to invite others. PT401, PT403.';

create function private.forget_referral_clicks()
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  delete from private.referral_click where day < (now() at time zone 'UTC')::date - 1;
end;
$$;
comment on function private.forget_referral_clicks is
  'Forgets visitors of other days than today and yesterday.';

revoke execute on function public.count_referral_click, public.referral_code
  from public, anon, authenticated, service_role;
grant execute on function public.count_referral_click, public.referral_code to service_role;

select cron.schedule('forget_referral_clicks', '23 3 * * *',
  'select private.forget_referral_clicks()');
