-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.begin_regeneration (
  p_user_id     uuid,
  p_chat_id     text,
  p_message_id  text,
  p_ip          inet DEFAULT NULL::inet,
  p_answer_kind text DEFAULT NULL::text
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_profile public.profiles := private.require_active_profile(p_user_id);
  v_conversation public.conversations := private.open_conversation(p_user_id, p_chat_id, null);
  v_asked public.messages := private.answer_of(
    private.source_message(v_conversation, p_user_id, p_message_id));
  v_answer public.messages := private.shown_version(v_asked);
  v_turn public.turns;
begin
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

GRANT EXECUTE ON FUNCTION "public"."begin_regeneration"(uuid, text, text, inet, text) TO "service_role";

COMMENT ON FUNCTION "public"."begin_regeneration"(uuid, text, text, inet, text) IS 'A turn with another answer beside one, which is kept; named by the answer or its question. An answer that was regenerated already leads to its successor, one that failed is tried again. As begin_turn; PT404 for a message that is not there.';

REVOKE ALL ON FUNCTION "public"."begin_regeneration"(uuid, text, text, inet, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."begin_regeneration"(uuid, text, text, inet, text) TO "postgres";

REVOKE ALL ON FUNCTION "public"."begin_regeneration"(uuid, text, text, inet, text) FROM PUBLIC, "anon", "authenticated";
