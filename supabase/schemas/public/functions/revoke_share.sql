-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.revoke_share (
  p_id uuid
)
  RETURNS integer
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_conversation public.conversations := private.take_conversation(p_id, 'owner', true);
  v_revoked integer;
begin
  update public.conversation_shares set revoked_at = now()
  where conversation_id = v_conversation.id and revoked_at is null;
  get diagnostics v_revoked = row_count;
  return v_revoked;
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."revoke_share"(uuid) TO "authenticated";

COMMENT ON FUNCTION "public"."revoke_share"(uuid) IS 'Ends all links to the caller''s conversation; a repeat changes nothing. Returns how many were live. PT401, PT403, PT404.';

REVOKE ALL ON FUNCTION "public"."revoke_share"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."revoke_share"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "public"."revoke_share"(uuid) FROM PUBLIC, "anon", "service_role";
