-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.repeat_turn (
  p_profile           public.profiles,
  p_client_message_id text,
  p_fingerprint       text
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_turn public.turns;
  v_character public.characters;
begin
  select * into strict v_turn from public.turns
  where user_id = p_profile.id and client_message_id = p_client_message_id
  for no key update;
  if v_turn.fingerprint <> p_fingerprint then
    raise sqlstate 'PT409' using
      message = 'idempotency_conflict',
      detail = jsonb_build_object('client_message_id', p_client_message_id)::text,
      hint = 'This message id was already used for another message.';
  end if;
  if v_turn.state <> 'failed' then
    return private.turn_context(v_turn.id, true);
  end if;

  -- Nothing was delivered and nothing charged: the same message is tried again.
  v_character := private.require_open_character(
    (select character_id from public.conversations where id = v_turn.conversation_id), p_profile);
  update public.turns
  set state = 'streaming', attempt = attempt + 1, held_credits = v_character.credit_price,
    model = v_character.model, max_output_tokens = v_character.max_output_tokens,
    hold_id = gen_random_uuid(), input_tokens = null, output_tokens = null,
    finish_reason = null, error_code = null, started_at = now(), settled_at = null
  where id = v_turn.id
  returning * into v_turn;
  perform private.fund_turn(v_turn);
  update public.messages set state = 'streaming' where id = v_turn.assistant_message_id;
  return private.turn_context(v_turn.id, false);
end;
$function$;

COMMENT ON FUNCTION "private"."repeat_turn"(public.profiles, text, text) IS 'The turn of a message id sent again: the same turn, or a new attempt of a failed one. PT409.';

REVOKE ALL ON FUNCTION "private"."repeat_turn"(public.profiles, text, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."repeat_turn"(public.profiles, text, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."repeat_turn"(public.profiles, text, text) TO "postgres";
