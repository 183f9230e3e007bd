-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.read_turn (
  p_turn_id uuid
)
  RETURNS jsonb
  LANGUAGE sql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
  select jsonb_build_object(
    'state', answer.state, 'text', answer.content, 'receipt', private.turn_receipt(turn.id))
  from public.turns as turn
  join public.messages as answer on answer.id = turn.assistant_message_id
  where turn.id = p_turn_id;
$function$;

GRANT EXECUTE ON FUNCTION "public"."read_turn"(uuid) TO "service_role";

COMMENT ON FUNCTION "public"."read_turn"(uuid) IS 'The answer of a turn as far as it is stored, and its receipt.';

REVOKE ALL ON FUNCTION "public"."read_turn"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."read_turn"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "public"."read_turn"(uuid) FROM PUBLIC, "anon", "authenticated";
