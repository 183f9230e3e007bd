-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.restore_conversation (
  p_id uuid
)
  RETURNS public.conversations
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_conversation public.conversations := private.take_conversation(p_id, 'owner', true);
begin
  update public.conversations set deleted_at = null
  where id = p_id and deleted_at is not null
  returning * into v_conversation;
  if not found then
    select * into strict v_conversation from public.conversations where id = p_id;
  end if;
  return v_conversation;
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."restore_conversation"(uuid) TO "authenticated";

COMMENT ON FUNCTION "public"."restore_conversation"(uuid) IS 'Takes a deletion back, without its links; a repeat changes nothing. PT401, PT403, PT404.';

REVOKE ALL ON FUNCTION "public"."restore_conversation"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."restore_conversation"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "public"."restore_conversation"(uuid) FROM PUBLIC, "anon", "service_role";
