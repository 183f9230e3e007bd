-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.lift_block (
  p_subject text,
  p_meter   text
)
  RETURNS integer
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_user_id uuid := case when starts_with(p_subject, 'user:')
    then private.as_uuid(substr(p_subject, 6)) end;
  v_lifted integer;
  v_counts integer;
begin
  perform private.audit_as_admin('lift_block', p_subject, jsonb_build_object('meter', p_meter));
  if v_user_id is not null then
    perform private.lock_person(v_user_id);
  end if;
  delete from private.allowance_count where user_id = v_user_id and meter = p_meter;
  get diagnostics v_counts = row_count;
  delete from private.rate_window where subject = p_subject and meter = p_meter;
  get diagnostics v_lifted = row_count;
  return v_lifted + v_counts;
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."lift_block"(text, text) TO "authenticated";

COMMENT ON FUNCTION "public"."lift_block"(text, text) IS 'Lets a subject of read_blocks begin anew with a meter; returns how many windows. PT403.';

REVOKE ALL ON FUNCTION "public"."lift_block"(text, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."lift_block"(text, text) TO "postgres";

REVOKE ALL ON FUNCTION "public"."lift_block"(text, text) FROM PUBLIC, "anon", "service_role";
