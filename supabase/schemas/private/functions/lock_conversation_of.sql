-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.lock_conversation_of (
  p_turn_id uuid
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
begin
  perform from public.conversations
  where id = (select conversation_id from public.turns where id = p_turn_id)
  for key share;
end;
$function$;

COMMENT ON FUNCTION "private"."lock_conversation_of"(uuid) IS 'Keeps a turn''s conversation from being deleted; before the turn, as deleting locks them.';

REVOKE ALL ON FUNCTION "private"."lock_conversation_of"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."lock_conversation_of"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."lock_conversation_of"(uuid) TO "postgres";
