-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.notice_plan()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
begin
  perform private.notify(new.user_id, 'plan_changed', format('plan:%s:%s', new.id, new.state),
    jsonb_build_object('plan', new.plan, 'source', new.source, 'state', new.state,
      'starts_at', new.starts_at, 'ends_at', new.ends_at));
  return null;
end;
$function$;

COMMENT ON FUNCTION "private"."notice_plan"() IS 'Tells of a plan that is there, ends or is taken back.';

REVOKE ALL ON FUNCTION "private"."notice_plan"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."notice_plan"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."notice_plan"() TO "postgres";
