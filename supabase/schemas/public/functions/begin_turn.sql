-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.begin_turn (
  p_user_id           uuid,
  p_chat_id           text,
  p_client_message_id text,
  p_text              text,
  p_character         text   DEFAULT NULL::text,
  p_ip                inet   DEFAULT NULL::inet,
  p_kind              text   DEFAULT 'text'::text,
  p_attachments       uuid[] DEFAULT '{}'::uuid[],
  p_answer_kind       text   DEFAULT NULL::text
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_profile public.profiles := private.require_active_profile(p_user_id);
  v_conversation public.conversations;
  v_turn public.turns;
begin
  v_conversation := private.open_conversation(p_user_id, p_chat_id, p_character);
  v_turn.user_id := p_user_id;
  v_turn.conversation_id := v_conversation.id;
  v_turn.client_message_id := p_client_message_id;
  v_turn.answer_kind := p_answer_kind;
  return private.open_turn(v_turn, private.leaf_of(v_conversation.id), p_text,
    case p_attachments when '{}' then p_kind else private.kind_of(p_attachments) end,
    p_attachments, p_ip);
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."begin_turn"(uuid, text, text, text, text, inet, text, uuid[], text) TO "service_role";

COMMENT ON FUNCTION "public"."begin_turn"(uuid, text, text, text, text, inet, text, uuid[], text) IS 'Starts a turn in one call: checks plan and limits, holds credits, stores the message, returns what to ask the model. Repeats return the same turn. PT401, PT402, PT403, PT404, PT409, PT422, PT429, PT503.';

REVOKE ALL ON FUNCTION "public"."begin_turn"(uuid, text, text, text, text, inet, text, uuid[], text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."begin_turn"(uuid, text, text, text, text, inet, text, uuid[], text) TO "postgres";

REVOKE ALL ON FUNCTION "public"."begin_turn"(uuid, text, text, text, text, inet, text, uuid[], text) FROM PUBLIC, "anon", "authenticated";
