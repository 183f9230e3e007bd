-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.compile_moderation()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_rules private.moderation_rules;
begin
  -- One at a time: the statements that follow see what the one before has written.
  perform from private.moderation_rules where id for update;
  if (select count(*) from private.moderation_pattern) > 500 then
    perform private.invalid_pattern('there are 500 already');
  end if;
  v_rules.input_expression := (
    select string_agg('(?:' || expression || ')', '|' order by id)
    from private.moderation_pattern where direction in ('input', 'both'));
  v_rules.output_expression := (
    select string_agg('(?:' || expression || ')', '|' order by id)
    from private.moderation_pattern where direction in ('output', 'both'));
  if greatest(octet_length(v_rules.input_expression), octet_length(v_rules.output_expression))
    > 200000
  then
    perform private.invalid_pattern('all together are too long');
  end if;
  -- Together they compile, too.
  perform '' ~* v_rules.input_expression, '' ~* v_rules.output_expression;
  update private.moderation_rules
  set input_expression = v_rules.input_expression, output_expression = v_rules.output_expression,
    thresholds = (
      select coalesce(jsonb_object_agg(direction, categories), '{}')
      from (
        select direction, jsonb_object_agg(category, actions) as categories
        from (
          select direction, category, jsonb_object_agg(action, threshold) as actions
          from private.moderation_threshold group by direction, category
        ) as by_category
        group by direction
      ) as by_direction)
  where id;
  return null;
exception
  when invalid_regular_expression then
    perform private.invalid_pattern(sqlerrm);
end;
$function$;

COMMENT ON FUNCTION "private"."compile_moderation"() IS 'Writes what patterns and thresholds say into moderation_rules.';

REVOKE ALL ON FUNCTION "private"."compile_moderation"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."compile_moderation"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."compile_moderation"() TO "postgres";
