-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.require_plain_regex (
  p_regex text
)
  RETURNS void
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
declare
  v_regex text := replace(p_regex, '\\', '');
begin
  if v_regex ~ '\\[1-9]' then
    perform private.invalid_pattern('it refers back to a group');
  elsif v_regex ~ '\(\?[^:]' or v_regex ~ '^\*\*\*' then
    perform private.invalid_pattern('it looks around or sets options');
  elsif v_regex ~ '\{\d{4}' or (
    select product > 1000
    from (
      select round(exp(sum(ln(greatest(1, coalesce(nullif(count[2], ''), count[1])::integer)))))
        as product
      from regexp_matches(v_regex, '\{(\d{1,3}),?(\d{0,3})\}', 'g') as count
    ) as repeated)
  then
    perform private.invalid_pattern('its repetitions multiply to more than 1000');
  end if;
  -- Alone, as it must be whole in itself, and in a group, as it is used.
  if '' ~* p_regex or '' ~* ('(?:' || p_regex || ')') then
    perform private.invalid_pattern('the empty text meets it');
  end if;
exception
  when invalid_regular_expression then
    perform private.invalid_pattern(sqlerrm);
end;
$function$;

COMMENT ON FUNCTION "private"."require_plain_regex"(text) IS 'Refuses an expression that is wrong, that the empty text meets, or whose time may explode. PT400.';

REVOKE ALL ON FUNCTION "private"."require_plain_regex"(text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."require_plain_regex"(text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."require_plain_regex"(text) TO "postgres";
