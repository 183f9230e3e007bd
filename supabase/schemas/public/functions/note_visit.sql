-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.note_visit (
  p_user_id   uuid,
  p_device_id text,
  p_ip        inet
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  perform private.require_active_profile(p_user_id);
  if p_device_id is not null then
    perform private.note_signal(p_user_id, 'device', p_device_id);
  end if;
  if p_ip is not null then
    perform private.note_signal(p_user_id, 'address', private.address_block(p_ip));
  end if;
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."note_visit"(uuid, text, inet) TO "service_role";

COMMENT ON FUNCTION "public"."note_visit"(uuid, text, inet) IS 'Notes from which device and address somebody comes. PT401, PT403.';

REVOKE ALL ON FUNCTION "public"."note_visit"(uuid, text, inet) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."note_visit"(uuid, text, inet) TO "postgres";

REVOKE ALL ON FUNCTION "public"."note_visit"(uuid, text, inet) FROM PUBLIC, "anon", "authenticated";
