-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.note_attempts (
  p_attempts jsonb,
  p_begun_at timestamp with time zone
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_attempt record;
begin
  -- By name, as all who lock several of them.
  for v_attempt in
    select each ->> 'provider' as provider, each ->> 'model' as model, each ->> 'reason' as reason,
      (each ->> 'is_up')::boolean as is_up
    from jsonb_array_elements(p_attempts) as each
    order by 1, 4
  loop
    perform private.note_call(v_attempt.provider, v_attempt.model, v_attempt.is_up,
      v_attempt.reason, p_begun_at);
  end loop;
end;
$function$;

COMMENT ON FUNCTION "private"."note_attempts"(jsonb, timestamp with time zone) IS 'Tells the breakers how the providers of a turn or an action did. Last in its transaction.';

REVOKE ALL ON FUNCTION "private"."note_attempts"(jsonb, timestamp WITH time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."note_attempts"(jsonb, timestamp WITH time zone) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."note_attempts"(jsonb, timestamp WITH time zone) TO "postgres";
