-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.decline_invitation (
  p_id uuid
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  perform private.require_active_profile(auth.uid());
  update public.invitations set state = 'declined', closed_at = now()
  where id = p_id and invited_id = auth.uid() and state = 'open';
  if not found then
    perform private.invitation_not_found();
  end if;
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."decline_invitation"(uuid) TO "authenticated";

COMMENT ON FUNCTION "public"."decline_invitation"(uuid) IS 'Ends an open invitation to the caller. PT401, PT403, PT404.';

REVOKE ALL ON FUNCTION "public"."decline_invitation"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."decline_invitation"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "public"."decline_invitation"(uuid) FROM PUBLIC, "anon", "service_role";
