-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.shown_version (
  p_message public.messages
)
  RETURNS public.messages
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
declare
  v_message public.messages := p_message;
begin
  if not p_message.is_current then
    select * into v_message from public.messages
    where conversation_id = p_message.conversation_id and role = p_message.role and is_current
      and parent_id is not distinct from p_message.parent_id;
  end if;
  return case when v_message.id is null then p_message else v_message end;
end;
$function$;

COMMENT ON FUNCTION "private"."shown_version"(public.messages) IS 'The version of a message that is shown; the message itself when its place is not shown.';

REVOKE ALL ON FUNCTION "private"."shown_version"(public.messages) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."shown_version"(public.messages) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."shown_version"(public.messages) TO "postgres";
