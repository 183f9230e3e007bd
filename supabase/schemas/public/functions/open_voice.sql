-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.open_voice (
  p_session_id uuid,
  p_call_nr    integer,
  p_call_id    text
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_session public.voice_sessions := private.lock_voice(p_session_id);
  v_refusal text := case
    when private.is_voice_over(v_session) then 'voice_ended'
    when exists (select from private.voice_call
      where session_id = p_session_id and nr > p_call_nr) then 'voice_replaced' end;
begin
  if v_refusal is null then
    update private.voice_call set state = 'ending', ending_at = now()
    where session_id = p_session_id and state = 'open' and nr < p_call_nr;
  end if;
  insert into private.voice_call (call_id, session_id, nr, state, ending_at)
  values (p_call_id, p_session_id, p_call_nr,
    case when v_refusal is null then 'open' else 'ending' end,
    case when v_refusal is not null then now() end)
  on conflict on constraint voice_call_pkey do nothing;
  if v_refusal is null and v_session.state = 'starting' then
    update public.voice_sessions
    set state = 'running', opened_at = now(),
      held_until = now() + make_interval(secs => held_seconds)
    where id = p_session_id
    returning * into v_session;
    perform private.note_call('openai', v_session.model, true, null, v_session.created_at);
  end if;
  return jsonb_build_object('refusal', v_refusal, 'receipt', private.voice_receipt(v_session));
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."open_voice"(uuid, integer, text) TO "service_role";

COMMENT ON FUNCTION "public"."open_voice"(uuid, integer, text) IS 'OpenAI has answered that offer with that call: the time of the talk runs from the first one on, and a call of an older offer is hung up. So is this one, and its answer not to be handed out, where refusal says why: voice_ended, or voice_replaced by a newer offer''s. PT404.';

REVOKE ALL ON FUNCTION "public"."open_voice"(uuid, integer, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."open_voice"(uuid, integer, text) TO "postgres";

REVOKE ALL ON FUNCTION "public"."open_voice"(uuid, integer, text) FROM PUBLIC, "anon", "authenticated";
