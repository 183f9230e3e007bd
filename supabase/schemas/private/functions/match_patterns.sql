-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.match_patterns (
  p_direction text,
  p_text      text
)
  RETURNS private.pattern_match
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
declare
  v_expression text := (
    select case p_direction when 'input' then input_expression else output_expression end
    from private.moderation_rules where id);
  v_text text;
  v_match private.pattern_match;
begin
  if v_expression is null then
    return null;
  end if;
  v_text := private.comparable(p_text);
  if v_text !~* v_expression then
    return null;
  end if;
  -- Offset 0 keeps the order of the comparisons, of which the first that is met is the last.
  select action, category into v_match
  from (
    select * from private.moderation_pattern where direction in (p_direction, 'both')
    order by private.action_rank(action) desc, id offset 0
  ) as pattern
  where v_text ~* expression limit 1;
  return v_match;
end;
$function$;

COMMENT ON FUNCTION "private"."match_patterns"(text, text) IS 'The strongest pattern that a text meets, null for none. All patterns are one comparison; they are looked at one by one only when it is met.';

REVOKE ALL ON FUNCTION "private"."match_patterns"(text, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."match_patterns"(text, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."match_patterns"(text, text) TO "postgres";
