-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.note_session_addresses (
  p_user_id uuid
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
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
$function$;

COMMENT ON FUNCTION "private"."note_session_addresses"(uuid) IS 'Notes the address blocks of somebody''s latest sessions.';

REVOKE ALL ON FUNCTION "private"."note_session_addresses"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."note_session_addresses"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."note_session_addresses"(uuid) TO "postgres";
