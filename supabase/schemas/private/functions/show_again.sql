-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.show_again (
  p_turn       public.turns,
  p_error_code text
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
begin
  -- Another question stays, to be sent again, unless it never will be answered.
  if p_turn.left_message_id is not null
    and (p_turn.operation <> 'edit' or p_error_code = 'message_blocked')
    and exists (
      select from public.messages where id = p_turn.assistant_message_id and is_current)
  then
    perform private.show_path(p_turn.conversation_id, p_turn.left_message_id);
  end if;
end;
$function$;

COMMENT ON FUNCTION "private"."show_again"(public.turns, text) IS 'Shows the branch that a turn was to replace or continue and did not.';

REVOKE ALL ON FUNCTION "private"."show_again"(public.turns, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."show_again"(public.turns, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."show_again"(public.turns, text) TO "postgres";
