-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.topic_id (
  p_kind  text,
  p_topic text DEFAULT realtime.topic()
)
  RETURNS uuid
  LANGUAGE sql
  STABLE
  SET search_path TO ''
  AS $function$
  select substring(p_topic from
    '^' || p_kind || ':([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$')::uuid;
$function$;

GRANT EXECUTE ON FUNCTION "private"."topic_id"(text, text) TO "authenticated";

COMMENT ON FUNCTION "private"."topic_id"(text, text) IS 'The id in the topic that Realtime asks about, null when it is of another kind.';

REVOKE ALL ON FUNCTION "private"."topic_id"(text, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."topic_id"(text, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."topic_id"(text, text) TO "postgres";
