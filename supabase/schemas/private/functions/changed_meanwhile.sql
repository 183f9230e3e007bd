-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.changed_meanwhile (
  p_what text
)
  RETURNS void
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
begin
  raise sqlstate 'PT409' using
    message = 'changed_meanwhile',
    detail = jsonb_build_object('what', p_what)::text,
    hint = 'Something that this needs went away at the same moment. Try again.';
end;
$function$;

COMMENT ON FUNCTION "private"."changed_meanwhile"(text) IS 'Raises PT409: a row that a statement met was gone for the next one.';

REVOKE ALL ON FUNCTION "private"."changed_meanwhile"(text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."changed_meanwhile"(text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."changed_meanwhile"(text) TO "postgres";
