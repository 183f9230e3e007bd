-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.note_seen (
  p_user_id uuid
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
begin
  insert into private.person_seen as already (user_id) values (p_user_id)
  on conflict on constraint person_seen_pkey do update set seen_at = now()
  where already.seen_at < now() - interval '1 minute';
end;
$function$;

COMMENT ON FUNCTION "private"."note_seen"(uuid) IS 'Notes that somebody is there, once a minute.';

REVOKE ALL ON FUNCTION "private"."note_seen"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."note_seen"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."note_seen"(uuid) TO "postgres";
