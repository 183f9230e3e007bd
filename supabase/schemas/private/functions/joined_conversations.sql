-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.joined_conversations()
  RETURNS uuid[]
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_user_id uuid := auth.uid();
begin
  return array(
    select id from public.participants
    join public.conversations on id = conversation_id
    where participants.user_id = v_user_id and deleted_at is null);
end;
$function$;

GRANT EXECUTE ON FUNCTION "private"."joined_conversations"() TO "authenticated";

COMMENT ON FUNCTION "private"."joined_conversations"() IS 'The conversations of others in which the caller takes part.';

REVOKE ALL ON FUNCTION "private"."joined_conversations"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."joined_conversations"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."joined_conversations"() TO "postgres";
