-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.require_turn (
  p_turn public.turns
)
  RETURNS void
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  if exists (
    select from public.turns
    where conversation_id = p_turn.conversation_id and state = 'streaming'
      and user_id <> p_turn.user_id)
  then
    raise sqlstate 'PT409' using
      message = 'answer_streams', hint = 'Somebody else is being answered: wait for the end.';
  end if;
end;
$function$;

COMMENT ON FUNCTION "private"."require_turn"(public.turns) IS 'Refuses a turn while the answer to somebody else streams in its conversation, which is locked. PT409.';

REVOKE ALL ON FUNCTION "private"."require_turn"(public.turns) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."require_turn"(public.turns) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."require_turn"(public.turns) TO "postgres";
