-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.connect_worker (
  p_url    text,
  p_secret text
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
begin
  delete from vault.secrets where name in ('worker_url', 'worker_secret');
  perform vault.create_secret(p_url, 'worker_url', 'Where the worker function is.');
  perform vault.create_secret(p_secret, 'worker_secret', 'WORKER_SECRET of that function.');
end;
$function$;

COMMENT ON FUNCTION "private"."connect_worker"(text, text) IS 'Keeps in the vault where the worker function is and which secret it takes.';

REVOKE ALL ON FUNCTION "private"."connect_worker"(text, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."connect_worker"(text, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."connect_worker"(text, text) TO "postgres";
