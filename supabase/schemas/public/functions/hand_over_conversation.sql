-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.hand_over_conversation (
  p_id      uuid,
  p_user_id uuid
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_conversation public.conversations := private.take_participant(p_id, p_user_id);
begin
  perform private.give_conversation(v_conversation, p_user_id);
  insert into public.participants (conversation_id, user_id, role)
  values (p_id, auth.uid(), 'member');
  -- They were the former owner's to give.
  update public.invitations set state = 'revoked', closed_at = now()
  where conversation_id = p_id and state = 'open';
  update public.conversation_shares set revoked_at = now()
  where conversation_id = p_id and revoked_at is null;
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."hand_over_conversation"(uuid, uuid) TO "authenticated";

COMMENT ON FUNCTION "public"."hand_over_conversation"(uuid, uuid) IS 'Makes a participant the owner and the caller a member. Open invitations and links end. From then on both name the conversation by its id. PT401, PT403, PT404.';

REVOKE ALL ON FUNCTION "public"."hand_over_conversation"(uuid, uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."hand_over_conversation"(uuid, uuid) TO "postgres";

REVOKE ALL ON FUNCTION "public"."hand_over_conversation"(uuid, uuid) FROM PUBLIC, "anon", "service_role";
