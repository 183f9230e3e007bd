-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.note_api_key_use (
  p_key_id uuid
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
begin
  -- At most once a minute: calls of a busy key do not wait for one another's row.
  update public.api_keys set last_used_at = date_trunc('minute', now())
  where id = p_key_id
    and (last_used_at is null or last_used_at < date_trunc('minute', now()));
end;
$function$;

COMMENT ON FUNCTION "private"."note_api_key_use"(uuid) IS 'When a key was last used, to the minute.';

REVOKE ALL ON FUNCTION "private"."note_api_key_use"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."note_api_key_use"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."note_api_key_use"(uuid) TO "postgres";
