-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.moderation_notices (
  p_turn_id uuid,
  p_attempt integer
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object(
      'direction', direction, 'action', action, 'category', category,
      'message', (
        select coalesce(messages ->> category, messages ->> split_part(category, '/', 1),
          messages ->> 'default')
        from private.moderation_rules where moderation_rules.id)
      ) order by direction), '[]')
    from private.moderation_decision
    where subject_id = p_turn_id and attempt = p_attempt and action in ('warn', 'block'));
end;
$function$;

COMMENT ON FUNCTION "private"."moderation_notices"(uuid, integer) IS 'What a person is told of the moderation of a turn: direction, action, category and a message, null where the catalog has none.';

REVOKE ALL ON FUNCTION "private"."moderation_notices"(uuid, integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."moderation_notices"(uuid, integer) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."moderation_notices"(uuid, integer) TO "postgres";
