-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.require_open (
  p_invitation public.invitations
)
  RETURNS void
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  if p_invitation.state is distinct from 'open' or p_invitation.expires_at <= now() then
    perform private.invitation_not_found();
  end if;
end;
$function$;

COMMENT ON FUNCTION "private"."require_open"(public.invitations) IS 'Refuses an invitation that has ended. PT404.';

REVOKE ALL ON FUNCTION "private"."require_open"(public.invitations) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."require_open"(public.invitations) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."require_open"(public.invitations) TO "postgres";
