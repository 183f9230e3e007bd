-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.rate_subject (
  p_scope    text,
  p_user_id  uuid,
  p_ip       inet,
  p_scope_id uuid
)
  RETURNS text
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
begin
  -- A server of both families writes an address of IPv4 as one of IPv6.
  if p_ip <<= inet '::ffff:0:0/96' then
    p_ip := inet '0.0.0.0' + (p_ip - inet '::ffff:0:0');
  end if;
  -- A customer of IPv6 has a /64 of addresses: it counts as one.
  return case p_scope
    when 'ip' then 'ip:'
      || host(network(set_masklen(p_ip, case family(p_ip) when 6 then 64 else 32 end)))
    when 'key' then 'key:' || p_scope_id
    else 'user:' || p_user_id end;
end;
$function$;

COMMENT ON FUNCTION "private"."rate_subject"(text, uuid, inet, uuid) IS 'Whose bucket a rolling limit fills.';

REVOKE ALL ON FUNCTION "private"."rate_subject"(text, uuid, inet, uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."rate_subject"(text, uuid, inet, uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."rate_subject"(text, uuid, inet, uuid) TO "postgres";
