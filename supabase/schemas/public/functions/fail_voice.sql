-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.fail_voice (
  p_session_id uuid,
  p_error_code text,
  p_is_up      boolean DEFAULT NULL::boolean
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_session public.voice_sessions := private.lock_voice(p_session_id);
begin
  if v_session.state = 'starting' then
    v_session := private.close_voice(v_session, p_error_code);
  end if;
  perform private.note_call(
    'openai', v_session.model, p_is_up, p_error_code, v_session.created_at);
  return private.voice_receipt(v_session);
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."fail_voice"(uuid, text, boolean) TO "service_role";

COMMENT ON FUNCTION "public"."fail_voice"(uuid, text, boolean) IS 'There is no call: gives up the talk and gives back what it held, unless a twin opened it. p_is_up is false when the provider is to blame. PT404.';

REVOKE ALL ON FUNCTION "public"."fail_voice"(uuid, text, boolean) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."fail_voice"(uuid, text, boolean) TO "postgres";

REVOKE ALL ON FUNCTION "public"."fail_voice"(uuid, text, boolean) FROM PUBLIC, "anon", "authenticated";
