-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.tell (
  p_topic   text,
  p_event   text,
  p_payload jsonb
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  SET lock_timeout TO '50ms'
  AS $function$
begin
  -- realtime.send makes a warning of every failure.
  perform realtime.send(p_payload, p_event, p_topic, true);
end;
$function$;

COMMENT ON FUNCTION "private"."tell"(text, text, jsonb) IS 'Sends to a private topic when the transaction commits.';

REVOKE ALL ON FUNCTION "private"."tell"(text, text, jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."tell"(text, text, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."tell"(text, text, jsonb) TO "postgres";
