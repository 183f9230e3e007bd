-- session_addresses: from where people sign up and in, which the Auth server notes with each
-- session: the same address block speaks against a referral, whether or not the client ever told of
-- a visit.
-- Callers: sync_referral, before it decides; a job, for the session that a sign-up ends with, which
-- comes after its e-mail is confirmed.

create index referral_verified_at_idx on private.referral (verified_at)
  where verified_at is not null;

create function private.note_session_addresses(p_user_id uuid)
returns void
language plpgsql
volatile
set search_path = ''
as $$
declare
  -- Of a proxy that hides its callers: the same for everybody, so it tells nothing.
  c_private constant inet[] := array['127.0.0.0/8', '10.0.0.0/8', '172.16.0.0/12',
    '192.168.0.0/16', '100.64.0.0/10', '169.254.0.0/16', '::1/128', 'fc00::/7', 'fe80::/10'];
begin
  perform private.note_signal(p_user_id, 'address', block)
  from (
    select distinct private.address_block(ip) as block
    from (
      select ip from auth.sessions
      where user_id = p_user_id and ip is not null
      order by created_at desc limit 20
    ) as latest
    where not ip <<= any (c_private)
    order by block
  ) as seen;
end;
$$;
comment on function private.note_session_addresses is
  'Notes the address blocks of somebody''s latest sessions.';

create function private.note_recent_sessions()
returns integer
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_invited uuid[] := array(
    select invited_id from private.referral
    where verified_at > now() - interval '1 hour' and invited_id is not null
    order by verified_at desc limit 1000);
begin
  perform private.note_session_addresses(invited) from unnest(v_invited) as invited;
  return cardinality(v_invited);
end;
$$;
comment on function private.note_recent_sessions is
  'Notes from where those came whose referral was decided in the last hour; what it casts doubt on '
  'is flagged. Returns how many it looked at.';

select cron.schedule('note_recent_sessions', '* * * * *', 'select private.note_recent_sessions()');
