-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.read_shared (
  p_token text
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_share public.conversation_shares;
  v_conversation public.conversations;
begin
  select share.* into v_share from public.conversation_shares as share
  join public.conversations as conversation on conversation.id = share.conversation_id
  join public.profiles as owner on owner.id = conversation.user_id
  where share.token_hash = private.hash_token(p_token) and share.revoked_at is null
    and conversation.deleted_at is null and owner.status = 'active';
  if not found then
    raise sqlstate 'PT404' using
      message = 'share_not_found', hint = 'There is nothing behind this link.';
  end if;
  select * into strict v_conversation from public.conversations
  where id = v_share.conversation_id;
  return jsonb_build_object(
    'title', v_share.title,
    'character', private.character_card(v_conversation.character_id),
    'shared_at', v_share.created_at,
    'messages', (
      select coalesce(jsonb_agg(jsonb_build_object(
        'role', role, 'content', content, 'attachments', array(
          select attachment.kind from public.message_attachments as attachment
          where attachment.message_id = shared.id order by attachment.position),
        'created_at', created_at) order by ordinal), '[]')
      from (
        with recursive branch as (
          select id, parent_id, 1 as nr from public.messages
          where conversation_id = v_conversation.id and ordinal = v_share.last_ordinal
          union all
          select parent.id, parent.parent_id, branch.nr + 1
          from public.messages as parent join branch on parent.id = branch.parent_id
          where branch.nr < 1000
        )
        select message.* from branch join public.messages as message on message.id = branch.id
        left join public.turns as turn on turn.assistant_message_id = message.id
        where (message.content <> '' or message.kind <> 'text') and message.deleted_at is null
          and (turn.id is null or turn.settled_at <= v_share.created_at)
          and not private.was_blocked(message.id)
      ) as shared));
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."read_shared"(text) TO "anon", "authenticated";

COMMENT ON FUNCTION "public"."read_shared"(text) IS 'What a link shows: title, character (slug, name, tagline), shared_at and of the last 1000 messages (role, content, created_at, and of attachments the kinds only) those finished before it was made. PT404, the same for whatever reason.';

REVOKE ALL ON FUNCTION "public"."read_shared"(text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."read_shared"(text) TO "postgres";

REVOKE ALL ON FUNCTION "public"."read_shared"(text) FROM PUBLIC, "service_role";
