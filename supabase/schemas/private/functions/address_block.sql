-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.address_block (
  p_ip inet
)
  RETURNS text
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
begin
  return network(set_masklen(p_ip, case family(p_ip) when 4 then 24 else 48 end))::text;
end;
$function$;

COMMENT ON FUNCTION "private"."address_block"(inet) IS 'The network that an address is of: /24, or /48 of IPv6, as one household or office has it.';

REVOKE ALL ON FUNCTION "private"."address_block"(inet) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."address_block"(inet) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."address_block"(inet) TO "postgres";
