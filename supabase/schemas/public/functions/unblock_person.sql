-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.unblock_person (
  p_user_id uuid
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  delete from public.person_blocks where user_id = auth.uid() and blocked_id = p_user_id;
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."unblock_person"(uuid) TO "authenticated";

COMMENT ON FUNCTION "public"."unblock_person"(uuid) IS 'Takes a block back; a repeat changes nothing.';

REVOKE ALL ON FUNCTION "public"."unblock_person"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."unblock_person"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "public"."unblock_person"(uuid) FROM PUBLIC, "anon", "service_role";
