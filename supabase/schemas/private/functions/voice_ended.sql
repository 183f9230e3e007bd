-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.voice_ended (
  p_session public.voice_sessions
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
begin
  raise sqlstate 'PT409' using
    message = 'voice_ended',
    detail = jsonb_build_object('receipt', private.voice_receipt(p_session))::text,
    hint = 'This talk is over; start another one.';
end;
$function$;

COMMENT ON FUNCTION "private"."voice_ended"(public.voice_sessions) IS 'Raises PT409 with the receipt of a talk that is over.';

REVOKE ALL ON FUNCTION "private"."voice_ended"(public.voice_sessions) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."voice_ended"(public.voice_sessions) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."voice_ended"(public.voice_sessions) TO "postgres";
