-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.begin_edit (
  p_user_id     uuid,
  p_chat_id     text,
  p_message_id  text,
  p_text        text,
  p_ip          inet   DEFAULT NULL::inet,
  p_attachments uuid[] DEFAULT '{}'::uuid[],
  p_answer_kind text   DEFAULT NULL::text
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_profile public.profiles := private.require_active_profile(p_user_id);
  v_conversation public.conversations := private.open_conversation(p_user_id, p_chat_id, null);
  v_source public.messages := private.source_message(v_conversation, p_user_id, p_message_id);
  v_shown public.messages := private.shown_version(v_source);
  v_turn public.turns;
begin
  if v_source.role <> 'user' then
    perform private.message_not_found();
  end if;
  perform private.require_author(v_source, v_conversation, p_user_id);
  select * into v_turn from public.turns
  where user_message_id = v_shown.id and operation in ('send', 'edit');
  if not found then
    perform private.message_not_found();
  end if;
  -- Already edited so; or not edited, only asked again, and the answer still on its way or failed.
  if v_turn.user_id = p_user_id
    and (v_shown.id <> v_source.id or v_turn.state in ('streaming', 'failed'))
    and v_turn.fingerprint =
      private.payload_fingerprint(v_conversation.id, p_text, p_attachments)
  then
    return private.repeat_turn(v_turn.id, p_ip);
  end if;

  v_turn := null;
  v_turn.left_message_id := private.leaf_of(v_conversation.id);
  perform private.show_path(v_conversation.id, v_source.parent_id);
  v_turn.user_id := p_user_id;
  v_turn.conversation_id := v_conversation.id;
  v_turn.operation := 'edit';
  v_turn.answer_kind := p_answer_kind;
  v_turn.source_message_id := v_shown.id;
  return private.open_turn(v_turn, v_source.parent_id, p_text, private.kind_of(p_attachments),
    p_attachments, p_ip);
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."begin_edit"(uuid, text, text, text, inet, uuid[], text) TO "service_role";

COMMENT ON FUNCTION "public"."begin_edit"(uuid, text, text, text, inet, uuid[], text) IS 'A turn with another question beside one of the person''s, which is kept with what is attached to it; the same edit again is the same turn, and so is one that changes nothing of a question whose answer streams or failed. As begin_turn; PT404 for a message that is not there.';

REVOKE ALL ON FUNCTION "public"."begin_edit"(uuid, text, text, text, inet, uuid[], text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."begin_edit"(uuid, text, text, text, inet, uuid[], text) TO "postgres";

REVOKE ALL ON FUNCTION "public"."begin_edit"(uuid, text, text, text, inet, uuid[], text) FROM PUBLIC, "anon", "authenticated";
