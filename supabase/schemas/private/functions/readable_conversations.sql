-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.readable_conversations()
  RETURNS uuid[]
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_user_id uuid := auth.uid();
begin
  return array(select id from public.conversations where user_id = v_user_id)
    || private.joined_conversations();
end;
$function$;

GRANT EXECUTE ON FUNCTION "private"."readable_conversations"() TO "authenticated";

COMMENT ON FUNCTION "private"."readable_conversations"() IS 'All conversations in which the caller takes part, own ones also when they are deleted.';

REVOKE ALL ON FUNCTION "private"."readable_conversations"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."readable_conversations"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."readable_conversations"() TO "postgres";
