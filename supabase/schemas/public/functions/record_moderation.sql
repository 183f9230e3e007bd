-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.record_moderation (
  p_turn_id   uuid,
  p_attempt   integer,
  p_direction text,
  p_verdict   jsonb,
  p_text      text    DEFAULT NULL::text
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_decision private.moderation_decision;
begin
  select user_id into v_decision.user_id from public.turns where id = p_turn_id;
  if not found then
    raise sqlstate 'PT404' using message = 'turn_not_found', hint = 'There is no such turn.';
  end if;
  v_decision.turn_id := p_turn_id;
  v_decision.attempt := p_attempt;
  v_decision.direction := p_direction;
  v_decision.action := p_verdict ->> 'action';
  v_decision.source := 'provider';
  v_decision.category := p_verdict ->> 'category';
  v_decision.scores := p_verdict -> 'scores';
  v_decision.failure := p_verdict ->> 'failure';
  v_decision.excerpt := p_text;
  perform private.record_decision(v_decision);
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."record_moderation"(uuid, integer, text, jsonb, text) TO "service_role";

COMMENT ON FUNCTION "public"."record_moderation"(uuid, integer, text, jsonb, text) IS 'Records the provider''s verdict on a message (input) or an answer (output): action, category, scores, failure, and the text where it is not simply allowed. PT404.';

REVOKE ALL ON FUNCTION "public"."record_moderation"(uuid, integer, text, jsonb, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."record_moderation"(uuid, integer, text, jsonb, text) TO "postgres";

REVOKE ALL ON FUNCTION "public"."record_moderation"(uuid, integer, text, jsonb, text) FROM PUBLIC, "anon", "authenticated";
