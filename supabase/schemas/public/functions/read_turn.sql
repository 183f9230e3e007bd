-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.read_turn (
  p_turn_id uuid
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_answer public.messages;
begin
  select answer.* into v_answer
  from public.turns as turn
  join public.messages as answer on answer.id = turn.assistant_message_id
  where turn.id = p_turn_id;
  if not found then
    raise sqlstate 'PT404' using message = 'turn_not_found', hint = 'There is no such turn.';
  end if;
  return jsonb_build_object(
    'state', v_answer.state,
    'text', case when v_answer.deleted_at is null then v_answer.content else '' end,
    'receipt', private.turn_receipt(p_turn_id),
    'answer', private.answer_facts(v_answer.id));
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."read_turn"(uuid) TO "service_role";

COMMENT ON FUNCTION "public"."read_turn"(uuid) IS 'The answer of a turn as far as it is stored, without words when it is deleted, its kind and attachments, and its receipt. PT404.';

REVOKE ALL ON FUNCTION "public"."read_turn"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."read_turn"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "public"."read_turn"(uuid) FROM PUBLIC, "anon", "authenticated";
