-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.end_voice (
  p_session_id uuid
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_session public.voice_sessions := private.lock_voice(p_session_id, auth.uid());
begin
  if v_session.ended_at is null then
    v_session := private.close_voice(v_session);
  end if;
  return private.voice_receipt(v_session);
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."end_voice"(uuid) TO "authenticated";

COMMENT ON FUNCTION "public"."end_voice"(uuid) IS 'Ends the caller''s talk and returns its receipt; a repeat changes nothing. PT404.';

REVOKE ALL ON FUNCTION "public"."end_voice"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."end_voice"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "public"."end_voice"(uuid) FROM PUBLIC, "anon", "service_role";
