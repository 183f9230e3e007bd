-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.repeat_message (
  p_turn public.turns,
  p_ip   inet
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_turn public.turns;
begin
  select * into v_turn from public.turns
  where user_id = p_turn.user_id and client_message_id = p_turn.client_message_id;
  if not found then
    perform private.changed_meanwhile('turn');
  end if;
  if v_turn.fingerprint <> p_turn.fingerprint then
    raise sqlstate 'PT409' using
      message = 'idempotency_conflict',
      detail = jsonb_build_object('client_message_id', p_turn.client_message_id)::text,
      hint = 'This message id was already used for another message.';
  end if;
  return private.repeat_turn(v_turn.id, p_ip);
end;
$function$;

COMMENT ON FUNCTION "private"."repeat_message"(public.turns, inet) IS 'The turn of a message id sent again. PT409.';

REVOKE ALL ON FUNCTION "private"."repeat_message"(public.turns, inet) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."repeat_message"(public.turns, inet) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."repeat_message"(public.turns, inet) TO "postgres";
