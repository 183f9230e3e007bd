-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.record_decision (
  p_decision private.moderation_decision
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
begin
  insert into private.moderation_decision as known (user_id, subject_id, attempt, direction, action,
    source, category, scores, failure, excerpt)
  values (p_decision.user_id, p_decision.subject_id, p_decision.attempt, p_decision.direction,
    p_decision.action, p_decision.source, p_decision.category, p_decision.scores,
    p_decision.failure,
    case when p_decision.action <> 'allow' then left(p_decision.excerpt, 1000) end)
  on conflict on constraint moderation_decision_subject_id_attempt_direction_key do update
  set scores = coalesce(excluded.scores, known.scores),
    failure = coalesce(excluded.failure, known.failure);
  -- Of a pattern and the provider the stronger stands.
  update private.moderation_decision
  set action = p_decision.action, source = p_decision.source, category = p_decision.category,
    excerpt = left(p_decision.excerpt, 1000)
  where subject_id = p_decision.subject_id and attempt = p_decision.attempt
    and direction = p_decision.direction
    and private.action_rank(action) < private.action_rank(p_decision.action);
end;
$function$;

COMMENT ON FUNCTION "private"."record_decision"(private.moderation_decision) IS 'Records what was decided, or adds it to what was decided before in the same direction.';

REVOKE ALL ON FUNCTION "private"."record_decision"(private.moderation_decision) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."record_decision"(private.moderation_decision) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."record_decision"(private.moderation_decision) TO "postgres";
