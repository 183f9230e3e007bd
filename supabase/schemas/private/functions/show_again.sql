-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.show_again (
  p_turn public.turns
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
begin
  if exists (select from public.messages where id = p_turn.assistant_message_id and is_current) then
    perform private.show_path(
      p_turn.conversation_id, private.newest_leaf(p_turn.source_message_id));
  end if;
end;
$function$;

COMMENT ON FUNCTION "private"."show_again"(public.turns) IS 'Shows the answer that a turn was to replace or continue and did not.';

REVOKE ALL ON FUNCTION "private"."show_again"(public.turns) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."show_again"(public.turns) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."show_again"(public.turns) TO "postgres";
