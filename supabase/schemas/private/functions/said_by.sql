-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.said_by (
  p_message public.messages,
  p_text    text
)
  RETURNS text
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  -- A name is one line: what somebody wrote into it does not become a message.
  return coalesce((
    select translate(coalesce(display_name, username), E'\n\r\t\v\f\u0085\u2028\u2029', '        ')
      || ': ' from public.profiles where id = p_message.author_id), '') || p_text;
end;
$function$;

COMMENT ON FUNCTION "private"."said_by"(public.messages, text) IS 'What a message says, with the name of its author before it, for a model to which several speak.';

REVOKE ALL ON FUNCTION "private"."said_by"(public.messages, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."said_by"(public.messages, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."said_by"(public.messages, text) TO "postgres";
