-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.begin_regeneration (
  p_user_id     uuid,
  p_chat_id     text,
  p_message_id  text,
  p_ip          inet   DEFAULT NULL::inet,
  p_answer_kind text   DEFAULT NULL::text,
  p_text        text   DEFAULT NULL::text,
  p_attachments uuid[] DEFAULT '{}'::uuid[]
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
  v_asked public.messages;
  v_answer public.messages;
  v_turn public.turns;
begin
  -- Its person sees another question in that place: an edit that was refused is tried again.
  if v_source.role = 'user' and v_source.author_id = p_user_id
    and p_text <> (private.shown_version(v_source)).content
  then
    return public.begin_edit(
      p_user_id, p_chat_id, p_message_id, p_text, p_ip, p_attachments, p_answer_kind);
  end if;
  v_asked := private.answer_of(v_source);
  v_answer := private.shown_version(v_asked);
  v_turn := private.turn_of_answer(v_answer.id);
  -- Already regenerated, still on its way, or without a word: the same turn. Somebody else's is
  -- theirs, with its receipt.
  if v_turn.user_id = p_user_id
    and (v_answer.id <> v_asked.id or v_turn.state in ('streaming', 'failed'))
  then
    return private.repeat_turn(v_turn.id, p_ip);
  end if;
  v_turn.answer_kind := p_answer_kind;
  return private.answer_anew(
    'regenerate', p_user_id, v_answer, v_turn, v_answer.parent_id, p_ip);
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."begin_regeneration"(uuid, text, text, inet, text, text, uuid[]) TO "service_role";

COMMENT ON FUNCTION "public"."begin_regeneration"(uuid, text, text, inet, text, text, uuid[]) IS 'A turn with another answer beside one, which is kept; named by the answer or its question, of which another text than the one that is shown is an edit. An answer that was regenerated already leads to its successor, one that failed is tried again. As begin_turn; PT404 for a message that is not there.';

REVOKE ALL ON FUNCTION "public"."begin_regeneration"(uuid, text, text, inet, text, text, uuid[]) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."begin_regeneration"(uuid, text, text, inet, text, text, uuid[]) TO "postgres";

REVOKE ALL ON FUNCTION "public"."begin_regeneration"(uuid, text, text, inet, text, text, uuid[]) FROM PUBLIC, "anon", "authenticated";
