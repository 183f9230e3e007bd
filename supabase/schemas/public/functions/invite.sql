-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.invite (
  p_conversation_id uuid,
  p_username        text    DEFAULT NULL::text,
  p_role            text    DEFAULT 'member'::text,
  p_days            integer DEFAULT 7
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_user_id uuid := (private.require_active_profile(auth.uid())).id;
  v_conversation public.conversations;
  v_invitation public.invitations;
  v_code text := case when p_username is null then
    translate(encode(extensions.gen_random_bytes(32), 'base64'), '+/=', '-_') end;
begin
  if p_role is null or p_role not in ('member', 'reader') or p_days is null
    or p_days not between 1 and 30
  then
    raise sqlstate 'PT400' using
      message = 'invalid_request',
      detail = jsonb_build_object('p_role', 'member or reader', 'p_days', '1 to 30')::text,
      hint = 'Invite a member or a reader, for 1 to 30 days.';
  end if;
  if v_code is null then
    select id into v_invitation.invited_id from public.profiles
    where username = p_username and status = 'active' and not private.blocks(id, v_user_id)
    for key share;
    if not found then
      perform private.person_not_found();
    end if;
  end if;
  v_conversation := private.take_conversation(p_conversation_id, 'owner');
  if private.role_in(v_conversation, v_invitation.invited_id) is not null then
    raise sqlstate 'PT409' using
      message = 'already_takes_part', hint = 'This person takes part already.';
  end if;
  perform private.require_place(v_conversation);
  update public.invitations set state = 'revoked', closed_at = now()
  where conversation_id = p_conversation_id and invited_id = v_invitation.invited_id
    and state = 'open';
  perform private.open_wallet(v_user_id);
  perform private.take_allowance((private.current_plan(v_user_id)).slug, v_user_id, null, null,
    array[row('invitations', 1)::private.take], null);
  insert into public.invitations
    (conversation_id, invited_by, invited_id, role, code_hash, expires_at)
  values (p_conversation_id, v_user_id, v_invitation.invited_id, p_role,
    private.hash_token(v_code), now() + p_days * interval '1 day')
  returning * into v_invitation;
  return jsonb_build_object(
    'id', v_invitation.id, 'code', v_code, 'expires_at', v_invitation.expires_at);
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."invite"(uuid, text, text, integer) TO "authenticated";

COMMENT ON FUNCTION "public"."invite"(uuid, text, text, integer) IS 'Asks a person by username, or whoever is first to bring the code, to take part in the caller''s conversation. Returns id, expires_at and, told this once, the code. A new invitation of a person replaces the open one. PT400, PT401, PT403, PT404, PT409, PT429.';

REVOKE ALL ON FUNCTION "public"."invite"(uuid, text, text, integer) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."invite"(uuid, text, text, integer) TO "postgres";

REVOKE ALL ON FUNCTION "public"."invite"(uuid, text, text, integer) FROM PUBLIC, "anon", "service_role";
