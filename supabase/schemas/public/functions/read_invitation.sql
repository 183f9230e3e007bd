-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.read_invitation (
  p_id   uuid DEFAULT NULL::uuid,
  p_code text DEFAULT NULL::text
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_invitation public.invitations := private.find_invitation(p_id, p_code);
begin
  perform private.require_open(v_invitation);
  return (
    select jsonb_build_object(
      'id', v_invitation.id, 'role', v_invitation.role, 'expires_at', v_invitation.expires_at,
      'title', conversation.title, 'character', private.character_card(conversation.character_id),
      'invited_by', jsonb_build_object(
        'user_id', inviter.id, 'username', inviter.username, 'display_name', inviter.display_name))
    from public.conversations as conversation
    join public.profiles as inviter on inviter.id = v_invitation.invited_by
    where conversation.id = v_invitation.conversation_id);
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."read_invitation"(uuid, text) TO "authenticated";

COMMENT ON FUNCTION "public"."read_invitation"(uuid, text) IS 'What an open invitation asks for, by its id for who is named, by its code for anybody: id, role, expires_at, title, character (slug, name, tagline), invited_by (user_id, username, display_name). PT404.';

REVOKE ALL ON FUNCTION "public"."read_invitation"(uuid, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."read_invitation"(uuid, text) TO "postgres";

REVOKE ALL ON FUNCTION "public"."read_invitation"(uuid, text) FROM PUBLIC, "anon", "service_role";
