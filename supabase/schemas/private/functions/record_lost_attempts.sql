-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.record_lost_attempts (
  p_turn     public.turns,
  p_usage    private.token_usage,
  p_attempts jsonb
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_lost record;
  v_tokens private.token_usage;
  v_price private.model_price;
  v_record private.usage_record;
begin
  for v_lost in
    select attempt, nr, bytes from private.lost_attempts(p_attempts)
  loop
    -- Where it was cut before it could say: the same question, and what was heard of the answer.
    v_tokens := private.usage_of(v_lost.attempt);
    v_tokens.input_tokens := coalesce(v_tokens.input_tokens,
      (private.joined_usage(p_usage, p_attempts)).input_tokens);
    v_tokens := private.count_usage(
      p_turn.input_tokens_estimate, v_lost.bytes, v_tokens);
    v_price := private.model_price_at(v_lost.attempt ->> 'provider', v_lost.attempt ->> 'model',
      p_turn.started_at, v_tokens.input_tokens);
    v_record.user_id := p_turn.user_id;
    v_record.action := 'lost_attempt';
    v_record.operation_key := format('turn:%s:%s:lost:%s', p_turn.id, p_turn.attempt, v_lost.nr);
    v_record.plan := p_turn.plan;
    v_record.provider := v_lost.attempt ->> 'provider';
    v_record.model := v_lost.attempt ->> 'model';
    v_record.price_id := v_price.id;
    v_record.calls := 1;
    v_record.units := 1;
    v_record.credits := 0;
    v_record.cost_micros := private.token_cost(v_price, v_tokens);
    v_record.first_token_ms := (v_lost.attempt ->> 'first_token_ms')::integer;
    v_record.latency_ms := (v_lost.attempt ->> 'latency_ms')::integer;
    v_record.outcome := 'interrupted';
    perform private.record_usage(v_record);
  end loop;
end;
$function$;

COMMENT ON FUNCTION "private"."record_lost_attempts"(public.turns, private.token_usage, jsonb) IS 'Books what lost attempts cost as a loss of the platform: usage without credits.';

REVOKE ALL ON FUNCTION "private"."record_lost_attempts"(public.turns, private.token_usage, jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."record_lost_attempts"(public.turns, private.token_usage, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."record_lost_attempts"(public.turns, private.token_usage, jsonb) TO "postgres";
