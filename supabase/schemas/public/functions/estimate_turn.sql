-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.estimate_turn (
  p_character   text,
  p_text        text   DEFAULT ''::text,
  p_chat_id     text   DEFAULT NULL::text,
  p_attachments uuid[] DEFAULT '{}'::uuid[]
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_user_id uuid := auth.uid();
  v_conversation public.conversations;
  v_character public.characters;
  v_quote private.turn_quote;
begin
  perform private.open_wallet(v_user_id);
  select * into v_conversation from public.conversations
  where user_id = v_user_id and (id = private.as_uuid(p_chat_id) or client_id = p_chat_id)
    or id = (
      select conversation_id from public.participants
      where conversation_id = private.as_uuid(p_chat_id) and user_id = v_user_id)
  limit 1;
  v_character := private.find_character(p_character, v_user_id, v_conversation.character_id);
  v_quote := private.quote_turn(private.current_plan(v_user_id), v_character,
    v_conversation.id, coalesce(p_text, ''), coalesce(p_attachments, '{}'));
  return jsonb_build_object(
    'pricing', v_character.pricing,
    'max_credits', v_quote.credits,
    'max_cost_micros', v_quote.credits * (select credit_value_micros from private.catalog),
    'available_credits', private.available_credits(v_user_id),
    'is_affordable', private.available_credits(v_user_id) >= v_quote.credits);
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."estimate_turn"(text, text, text, uuid[]) TO "authenticated";

COMMENT ON FUNCTION "public"."estimate_turn"(text, text, text, uuid[]) IS 'What a message to a character may cost the caller at most, before it is sent: max_credits, what they are worth in millionths of a dollar (max_cost_micros), available_credits, those of the plan that are due being granted first. It is the amount that will be held. PT404, PT422, PT503.';

REVOKE ALL ON FUNCTION "public"."estimate_turn"(text, text, text, uuid[]) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."estimate_turn"(text, text, text, uuid[]) TO "postgres";

REVOKE ALL ON FUNCTION "public"."estimate_turn"(text, text, text, uuid[]) FROM PUBLIC, "anon", "service_role";
