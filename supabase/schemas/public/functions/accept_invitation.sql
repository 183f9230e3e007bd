-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.accept_invitation (
  p_id   uuid DEFAULT NULL::uuid,
  p_code text DEFAULT NULL::text
)
  RETURNS public.participants
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_user_id uuid := (private.require_active_profile(auth.uid())).id;
  v_invitation public.invitations := private.find_invitation(p_id, p_code);
  v_conversation public.conversations;
  v_participant public.participants;
begin
  select * into v_conversation from public.conversations
  where id = v_invitation.conversation_id and deleted_at is null for no key update;
  select * into v_invitation from public.invitations where id = v_invitation.id for no key update;
  select * into v_participant from public.participants
  where conversation_id = v_conversation.id and user_id = v_user_id;
  -- Accepted twice at once, or with another invitation before.
  if v_participant.user_id is not null and v_invitation.invited_id = v_user_id
    and v_invitation.state = 'accepted'
  then
    return v_participant;
  end if;
  if v_conversation.id is null then
    perform private.invitation_not_found();
  end if;
  perform private.require_open(v_invitation);
  if private.role_in(v_conversation, v_user_id) is not null then
    raise sqlstate 'PT409' using
      message = 'already_takes_part', hint = 'You take part already.';
  end if;
  perform private.require_place(v_conversation);
  update public.invitations
  set state = 'accepted', invited_id = v_user_id, closed_at = now() where id = v_invitation.id;
  update public.conversations set is_shared = true where id = v_conversation.id and not is_shared;
  insert into public.participants (conversation_id, user_id, role)
  values (v_conversation.id, v_user_id, v_invitation.role)
  returning * into v_participant;
  return v_participant;
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."accept_invitation"(uuid, text) TO "authenticated";

COMMENT ON FUNCTION "public"."accept_invitation"(uuid, text) IS 'The caller takes part from now on, by the id of an invitation to them or by a code; a repeat changes nothing. PT401, PT403, PT404, PT409, PT429.';

REVOKE ALL ON FUNCTION "public"."accept_invitation"(uuid, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."accept_invitation"(uuid, text) TO "postgres";

REVOKE ALL ON FUNCTION "public"."accept_invitation"(uuid, text) FROM PUBLIC, "anon", "service_role";
