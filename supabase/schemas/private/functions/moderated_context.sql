-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.moderated_context (
  p_turn   public.turns,
  p_limits jsonb
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_is_cleared boolean := p_turn.attempt > 1 and private.is_cleared(p_turn.id);
begin
  if not v_is_cleared and private.meets_block(p_turn, 'input', (
    select content from public.messages where id = p_turn.user_message_id))
  then
    -- Not raised: that would undo the record. The caller finds an answer that has failed.
    perform private.close_turn(p_turn, 'failed', '', null, 'message_blocked', '{}');
    return private.turn_context(p_turn.id, true, p_limits);
  end if;
  return private.turn_context(p_turn.id, false, p_limits) || jsonb_build_object(
    'chain', private.claim_chain(p_turn),
    'moderation', private.provider_moderation()
      -- A message is not asked about again when its answer is continued.
      || case when v_is_cleared or p_turn.operation = 'continue' then '{"input": {}}' else '{}' end
      ::jsonb);
end;
$function$;

COMMENT ON FUNCTION "private"."moderated_context"(public.turns, jsonb) IS 'What the models of the chain are asked and what moderation is to ask; for a message that a pattern blocks, the turn as it has failed, as a repeat finds it.';

REVOKE ALL ON FUNCTION "private"."moderated_context"(public.turns, jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."moderated_context"(public.turns, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."moderated_context"(public.turns, jsonb) TO "postgres";
