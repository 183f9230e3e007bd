-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.require_role (
  p_conversation public.conversations,
  p_user_id      uuid,
  p_role         text
)
  RETURNS void
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
declare
  v_role text := private.role_in(p_conversation, p_user_id);
  v_roles text[] := array['reader', 'member', 'owner'];
begin
  if v_role is null or (v_role <> 'owner' and p_conversation.deleted_at is not null) then
    perform private.conversation_not_found();
  end if;
  if array_position(v_roles, v_role) < array_position(v_roles, p_role) then
    raise sqlstate 'PT403' using
      message = 'role_required',
      detail = jsonb_build_object('role', v_role, 'required', p_role)::text,
      hint = format('In this conversation you are its %s; this takes its %s.', v_role, p_role);
  end if;
end;
$function$;

COMMENT ON FUNCTION "private"."require_role"(public.conversations, uuid, text) IS 'Refuses who does not take part, as if there were nothing (PT404), and who may less (PT403).';

REVOKE ALL ON FUNCTION "private"."require_role"(public.conversations, uuid, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."require_role"(public.conversations, uuid, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."require_role"(public.conversations, uuid, text) TO "postgres";
