-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.take_own_conversation (
  p_id         uuid,
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
  where id = p_id and user_id = v_user_id and (deleted_at is null or p_is_deleted)
  for no key update;
  if not found then
    perform private.conversation_not_found();
  end if;
  return v_conversation;
end;
$function$;

COMMENT ON FUNCTION "private"."take_own_conversation"(uuid, boolean) IS 'The caller''s conversation, locked for a change; a deleted one only when asked for. PT401, PT403, PT404.';

REVOKE ALL ON FUNCTION "private"."take_own_conversation"(uuid, boolean) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."take_own_conversation"(uuid, boolean) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."take_own_conversation"(uuid, boolean) TO "postgres";
