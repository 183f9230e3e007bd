-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.take_conversation (
  p_id         uuid,
  p_role       text,
  p_is_deleted boolean DEFAULT false
)
  RETURNS public.conversations
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_user_id uuid := (private.require_active_profile(auth.uid())).id;
  v_conversation public.conversations;
begin
  select * into v_conversation from public.conversations
  where id = p_id and (deleted_at is null or p_is_deleted) and (user_id = v_user_id or exists (
    select from public.participants where conversation_id = p_id and user_id = v_user_id))
  for no key update;
  -- Asked again, now that nobody comes or goes.
  perform private.require_role(v_conversation, v_user_id, p_role);
  return v_conversation;
end;
$function$;

COMMENT ON FUNCTION "private"."take_conversation"(uuid, text, boolean) IS 'A conversation in which the caller has that role or a higher one, locked for a change; a deleted one only when asked for. PT401, PT403, PT404.';

REVOKE ALL ON FUNCTION "private"."take_conversation"(uuid, text, boolean) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."take_conversation"(uuid, text, boolean) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."take_conversation"(uuid, text, boolean) TO "postgres";
