-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.replace_membership (
  p_membership_id uuid,
  p_plan          text,
  p_at            timestamp with time zone,
  p_operation_key text
)
  RETURNS public.memberships
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_old public.memberships;
begin
  v_old := private.take_membership(p_membership_id);
  update public.memberships set ends_at = greatest(p_at, starts_at)
  where id = p_membership_id
    and not exists (select from public.memberships where operation_key = p_operation_key);
  return private.grant_membership(v_old.user_id, p_plan, v_old.source, p_operation_key,
    greatest(p_at, v_old.starts_at), v_old.ends_at, v_old.anchor_at, v_old.paid_by);
end;
$function$;

COMMENT ON FUNCTION "private"."replace_membership"(uuid, text, timestamp with time zone, text) IS 'Changes the plan at a moment: now for an upgrade, the end of the period for a downgrade. PT404.';

REVOKE ALL ON FUNCTION "private"."replace_membership"(uuid, text, timestamp WITH time zone, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."replace_membership"(uuid, text, timestamp WITH time zone, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."replace_membership"(uuid, text, timestamp WITH time zone, text) TO "postgres";
