-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.revoke_invitation (
  p_id uuid
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_conversation_id uuid := (select conversation_id from public.invitations where id = p_id);
begin
  perform private.take_conversation(v_conversation_id, 'owner');
  update public.invitations set state = 'revoked', closed_at = now()
  where id = p_id and state = 'open';
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."revoke_invitation"(uuid) TO "authenticated";

COMMENT ON FUNCTION "public"."revoke_invitation"(uuid) IS 'Ends an invitation to the caller''s conversation; one that has ended stays as it is. PT401, PT403, PT404.';

REVOKE ALL ON FUNCTION "public"."revoke_invitation"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."revoke_invitation"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "public"."revoke_invitation"(uuid) FROM PUBLIC, "anon", "service_role";
