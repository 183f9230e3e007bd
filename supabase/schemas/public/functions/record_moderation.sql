-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.record_moderation (
  p_turn_id  uuid,
  p_attempt  integer,
  p_verdicts jsonb
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_user_id uuid := (select user_id from public.turns where id = p_turn_id);
  v_decision private.moderation_decision;
begin
  if v_user_id is null then
    raise sqlstate 'PT404' using message = 'turn_not_found', hint = 'There is no such turn.';
  end if;
  for v_decision in
    select * from jsonb_populate_recordset(null::private.moderation_decision, p_verdicts)
  loop
    v_decision.user_id := v_user_id;
    v_decision.subject_id := p_turn_id;
    v_decision.attempt := p_attempt;
    v_decision.source := 'provider';
    perform private.record_decision(v_decision);
  end loop;
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."record_moderation"(uuid, integer, jsonb) TO "service_role";

COMMENT ON FUNCTION "public"."record_moderation"(uuid, integer, jsonb) IS 'Records the provider''s verdicts on a message (input) or its answer (output), an array of: direction, action, category, scores, failure, and the excerpt where it is not simply allowed. PT404.';

REVOKE ALL ON FUNCTION "public"."record_moderation"(uuid, integer, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."record_moderation"(uuid, integer, jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "public"."record_moderation"(uuid, integer, jsonb) FROM PUBLIC, "anon", "authenticated";
