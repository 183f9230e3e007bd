-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.next_pass_key (
  p_pass public.memberships
)
  RETURNS text
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
declare
  v_key text := 'payment:' || split_part(p_pass.operation_key, ':', 2);
begin
  return v_key || ':' || (
    select count(*) from public.memberships
    where user_id = p_pass.user_id and starts_with(operation_key, v_key));
end;
$function$;

COMMENT ON FUNCTION "private"."next_pass_key"(public.memberships) IS 'The key by which a pass is given again.';

REVOKE ALL ON FUNCTION "private"."next_pass_key"(public.memberships) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."next_pass_key"(public.memberships) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."next_pass_key"(public.memberships) TO "postgres";
