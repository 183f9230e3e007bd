-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.prune_moderation()
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
begin
  -- The oldest, as many as a statement deletes in good time.
  delete from private.moderation_decision
  where created_at < now() - interval '30 days' and id in (
    select id from private.moderation_decision where action = 'allow' order by id limit 50000);
  update private.moderation_decision set excerpt = null
  where excerpt is not null and created_at < now() - interval '90 days';
end;
$function$;

COMMENT ON FUNCTION "private"."prune_moderation"() IS 'Forgets what was allowed 30 days ago, and the text of what was not after 90.';

REVOKE ALL ON FUNCTION "private"."prune_moderation"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."prune_moderation"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."prune_moderation"() TO "postgres";
