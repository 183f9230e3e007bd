-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.find_invitation (
  p_id   uuid,
  p_code text
)
  RETURNS public.invitations
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
declare
  v_invitation public.invitations;
begin
  select invitation.* into v_invitation
  from public.invitations as invitation
  join public.conversations as conversation on conversation.id = invitation.conversation_id
  join public.profiles as owner on owner.id = conversation.user_id
  where (invitation.code_hash = private.hash_token(p_code)
      or invitation.id = p_id and invitation.invited_id = auth.uid())
    and coalesce(invitation.invited_id, auth.uid()) = auth.uid()
    and conversation.deleted_at is null and owner.status = 'active'
    and not private.blocks(owner.id, auth.uid());
  if not found then
    perform private.invitation_not_found();
  end if;
  return v_invitation;
end;
$function$;

COMMENT ON FUNCTION "private"."find_invitation"(uuid, text) IS 'The invitation of the caller by its id, or of anybody by its code; it may have ended. PT404.';

REVOKE ALL ON FUNCTION "private"."find_invitation"(uuid, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."find_invitation"(uuid, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."find_invitation"(uuid, text) TO "postgres";
