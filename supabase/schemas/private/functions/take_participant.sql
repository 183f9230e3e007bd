-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.take_participant (
  p_conversation_id uuid,
  p_user_id         uuid
)
  RETURNS public.conversations
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_conversation public.conversations;
begin
  -- Before the conversation, for who may become its owner.
  perform from public.profiles where id = p_user_id for key share;
  v_conversation := private.take_conversation(p_conversation_id, 'owner');
  perform from public.participants
  where conversation_id = p_conversation_id and user_id = p_user_id;
  if not found then
    perform private.person_not_found();
  end if;
  return v_conversation;
end;
$function$;

COMMENT ON FUNCTION "private"."take_participant"(uuid, uuid) IS 'The caller''s conversation, locked, in which that person takes part. PT401, PT403, PT404.';

REVOKE ALL ON FUNCTION "private"."take_participant"(uuid, uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."take_participant"(uuid, uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."take_participant"(uuid, uuid) TO "postgres";
