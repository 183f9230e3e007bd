-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.delete_conversation (
  p_id uuid
)
  RETURNS timestamp WITH time zone
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_conversation public.conversations := private.take_conversation(p_id, 'owner', true);
begin
  if v_conversation.deleted_at is null then
    update public.conversations set deleted_at = now() where id = p_id
    returning * into v_conversation;
    -- A restored conversation must not be public again without its owner's saying so.
    update public.conversation_shares set revoked_at = now()
    where conversation_id = p_id and revoked_at is null;
  end if;
  return v_conversation.deleted_at;
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."delete_conversation"(uuid) TO "authenticated";

COMMENT ON FUNCTION "public"."delete_conversation"(uuid) IS 'Deletes the caller''s conversation, for good in 30 days, and ends its links now; a repeat changes nothing. Returns when it was deleted. PT401, PT403, PT404.';

REVOKE ALL ON FUNCTION "public"."delete_conversation"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."delete_conversation"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "public"."delete_conversation"(uuid) FROM PUBLIC, "anon", "service_role";
