-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.turn_text (
  p_turn public.turns
)
  RETURNS text
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return (
    select question.content || case p_turn.operation
      when 'continue' then source.content || private.wish_to_go_on() else '' end
    from public.messages as question
    left join public.messages as source on source.id = p_turn.source_message_id
    where question.id = p_turn.user_message_id);
end;
$function$;

COMMENT ON FUNCTION "private"."turn_text"(public.turns) IS 'What a turn asks: its question, and for a continuation the answer so far and the wish to go on.';

REVOKE ALL ON FUNCTION "private"."turn_text"(public.turns) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."turn_text"(public.turns) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."turn_text"(public.turns) TO "postgres";
