-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.resume_lost_media()
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_id uuid;
  v_task jsonb;
begin
  -- What failed for good on the way is no task: the next one may be.
  while v_task is null loop
    select id into v_id from public.media_assets
    where state = 'processing' and claimed_at < now() - interval '1 minute'
    order by claimed_at limit 1
    for no key update skip locked;
    exit when not found;
    v_task := public.resume_media(v_id);
  end loop;
  return v_task;
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."resume_lost_media"() TO "service_role";

COMMENT ON FUNCTION "public"."resume_lost_media"() IS 'The asset whose worker was lost the longest ago, handed out as by resume_media; null if none.';

REVOKE ALL ON FUNCTION "public"."resume_lost_media"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."resume_lost_media"() TO "postgres";

REVOKE ALL ON FUNCTION "public"."resume_lost_media"() FROM PUBLIC, "anon", "authenticated";
