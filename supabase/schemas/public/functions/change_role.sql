-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.change_role (
  p_conversation_id uuid,
  p_user_id         uuid,
  p_role            text
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  if p_role is null or p_role not in ('member', 'reader') then
    raise sqlstate 'PT400' using
      message = 'invalid_request', detail = jsonb_build_object('p_role', 'member or reader')::text,
      hint = 'A participant is a member or a reader.';
  end if;
  perform private.take_participant(p_conversation_id, p_user_id);
  update public.participants set "role" = p_role
  where conversation_id = p_conversation_id and user_id = p_user_id and role <> p_role;
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."change_role"(uuid, uuid, text) TO "authenticated";

COMMENT ON FUNCTION "public"."change_role"(uuid, uuid, text) IS 'Makes a participant of the caller''s conversation a member or a reader. PT400, PT401, PT403, PT404.';

REVOKE ALL ON FUNCTION "public"."change_role"(uuid, uuid, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."change_role"(uuid, uuid, text) TO "postgres";

REVOKE ALL ON FUNCTION "public"."change_role"(uuid, uuid, text) FROM PUBLIC, "anon", "service_role";
