-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.meets_block (
  p_turn      public.turns,
  p_direction text,
  p_text      text
)
  RETURNS boolean
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_match private.pattern_match := private.match_patterns(p_direction, p_text);
  v_decision private.moderation_decision;
begin
  if v_match.action is null then
    return false;
  end if;
  v_decision.user_id := p_turn.user_id;
  v_decision.subject_id := p_turn.id;
  v_decision.attempt := p_turn.attempt;
  v_decision.direction := p_direction;
  v_decision.action := v_match.action;
  v_decision.source := 'pattern';
  v_decision.category := v_match.category;
  v_decision.excerpt := p_text;
  perform private.record_decision(v_decision);
  return v_match.action = 'block';
end;
$function$;

COMMENT ON FUNCTION "private"."meets_block"(public.turns, text, text) IS 'Whether a pattern blocks a text; any that it meets is recorded.';

REVOKE ALL ON FUNCTION "private"."meets_block"(public.turns, text, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."meets_block"(public.turns, text, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."meets_block"(public.turns, text, text) TO "postgres";
