-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.express_pattern()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
begin
  if new.kind = 'words' then
    new.expression := private.words_expression(private.comparable(new.content));
  else
    new.expression := private.comparable(new.content);
  end if;
  if new.expression is null then
    perform private.invalid_pattern('it has no word');
  end if;
  if new.kind = 'regex' then
    perform private.require_plain_regex(new.expression);
  end if;
  return new;
end;
$function$;

COMMENT ON FUNCTION "private"."express_pattern"() IS 'Makes a pattern''s expression, or refuses it.';

REVOKE ALL ON FUNCTION "private"."express_pattern"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."express_pattern"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."express_pattern"() TO "postgres";
