-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.note_success (
  p_provider text,
  p_begun_at timestamp with time zone
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
begin
  -- Looked at first: where nothing is to be changed nothing is locked.
  if exists (select from private.provider_breaker
    where provider = p_provider and state = 'half_open' and moved_at <= p_begun_at)
  then
    update private.provider_breaker
    set state = 'closed', openings = 0, moved_at = now(), retry_at = null
    where provider = p_provider and state = 'half_open' and moved_at <= p_begun_at;
  end if;
end;
$function$;

COMMENT ON FUNCTION "private"."note_success"(text, timestamp with time zone) IS 'Closes a provider that answered the turn which tried it.';

REVOKE ALL ON FUNCTION "private"."note_success"(text, timestamp WITH time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."note_success"(text, timestamp WITH time zone) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."note_success"(text, timestamp WITH time zone) TO "postgres";
