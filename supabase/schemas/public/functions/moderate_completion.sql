-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.moderate_completion (
  p_action_id uuid,
  p_direction text,
  p_text      text,
  p_verdict   jsonb DEFAULT NULL::jsonb
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_match private.pattern_match := private.match_patterns(p_direction, p_text);
  v_decision private.moderation_decision :=
    jsonb_populate_record(null::private.moderation_decision, p_verdict);
begin
  select user_id into v_decision.user_id from public.actions where id = p_action_id;
  if not found then
    raise sqlstate 'PT404' using message = 'action_not_found', hint = 'There is no such action.';
  end if;
  v_decision.subject_id := p_action_id;
  v_decision.attempt := 1;
  v_decision.direction := p_direction;
  v_decision.excerpt := p_text;
  if p_verdict is not null then
    v_decision.source := 'provider';
    perform private.record_decision(v_decision);
  end if;
  if v_match.action is not null then
    v_decision.source := 'pattern';
    v_decision.action := v_match.action;
    v_decision.category := v_match.category;
    perform private.record_decision(v_decision);
  end if;
  return (
    select notice from jsonb_array_elements(private.moderation_notices(p_action_id, 1)) as notice
    where notice ->> 'direction' = p_direction and notice ->> 'action' = 'block');
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."moderate_completion"(uuid, text, text, jsonb) TO "service_role";

COMMENT ON FUNCTION "public"."moderate_completion"(uuid, text, text, jsonb) IS 'Compares a question (input) or an answer (output) with the patterns, records what they and the provider''s verdict (action, category, scores, failure) say, and returns the notice of a block, else null. PT404.';

REVOKE ALL ON FUNCTION "public"."moderate_completion"(uuid, text, text, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."moderate_completion"(uuid, text, text, jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "public"."moderate_completion"(uuid, text, text, jsonb) FROM PUBLIC, "anon", "authenticated";
