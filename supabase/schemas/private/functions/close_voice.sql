-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.close_voice (
  p_session    public.voice_sessions,
  p_error_code text                  DEFAULT NULL::text
)
  RETURNS public.voice_sessions
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_price private.model_price := private.voice_price(p_session);
  v_record private.usage_record;
begin
  perform from private.wallet where owner_id = p_session.user_id for no key update;
  p_session.state := case when p_session.opened_at is null then 'failed' else 'complete' end;
  -- Cut by somebody who began before it was opened, it has lasted no time.
  p_session.seconds := greatest(0, coalesce(ceil(extract(
    epoch from least(now(), p_session.held_until) - p_session.opened_at)), 0));
  p_session.charged_credits := private.settle_spans(p_session);
  update public.voice_sessions
  set state = p_session.state, seconds = p_session.seconds, ended_at = now(),
    charged_credits = p_session.charged_credits, price_id = v_price.id,
    finish_reason = case when p_session.state = 'failed' then null
      when error_code is not null then 'cut'
      when held_until < now() then 'expired' else 'stopped' end,
    error_code = coalesce(error_code, p_error_code)
  where id = p_session.id
  returning * into p_session;

  v_record.user_id := p_session.user_id;
  v_record.action := 'voice';
  v_record.operation_key := 'voice:' || p_session.id;
  v_record.character_id := (
    select character_id from public.conversations where id = p_session.conversation_id);
  v_record.plan := p_session.plan;
  v_record.provider := 'openai';
  v_record.model := p_session.model;
  v_record.price_id := v_price.id;
  v_record.calls := 1;
  v_record.units := p_session.seconds;
  v_record.credits := p_session.charged_credits;
  v_record.cost_micros := private.voice_cost(v_price, p_session.seconds);
  v_record.outcome := p_session.state;
  perform private.record_usage(v_record);
  return p_session;
end;
$function$;

COMMENT ON FUNCTION "private"."close_voice"(public.voice_sessions, text) IS 'Ends a talk that was opened and gives up one that was not, for that reason: charge, counts, receipt and usage.';

REVOKE ALL ON FUNCTION "private"."close_voice"(public.voice_sessions, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."close_voice"(public.voice_sessions, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."close_voice"(public.voice_sessions, text) TO "postgres";
