-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.remove_participant (
  p_conversation_id uuid,
  p_user_id         uuid
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  perform private.take_participant(p_conversation_id, p_user_id);
  perform private.forget_participant(p_conversation_id, p_user_id);
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."remove_participant"(uuid, uuid) TO "authenticated";

COMMENT ON FUNCTION "public"."remove_participant"(uuid, uuid) IS 'That person takes part in the caller''s conversation no more. PT401, PT403, PT404.';

REVOKE ALL ON FUNCTION "public"."remove_participant"(uuid, uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."remove_participant"(uuid, uuid) TO "postgres";

REVOKE ALL ON FUNCTION "public"."remove_participant"(uuid, uuid) FROM PUBLIC, "anon", "service_role";
