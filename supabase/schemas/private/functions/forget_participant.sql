-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.forget_participant (
  p_conversation_id uuid,
  p_user_id         uuid
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
begin
  delete from public.conversation_reads
  where conversation_id = p_conversation_id and user_id = p_user_id;
  delete from public.participants
  where conversation_id = p_conversation_id and user_id = p_user_id;
end;
$function$;

COMMENT ON FUNCTION "private"."forget_participant"(uuid, uuid) IS 'Ends a participation in a conversation that is locked.';

REVOKE ALL ON FUNCTION "private"."forget_participant"(uuid, uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."forget_participant"(uuid, uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."forget_participant"(uuid, uuid) TO "postgres";
