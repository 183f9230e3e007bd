-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.audit_as_admin (
  p_action  text,
  p_subject text,
  p_details jsonb
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
begin
  if not private.is_admin() then
    raise sqlstate 'PT403' using
      message = 'admin_required', hint = 'Only admins may do this.';
  end if;
  insert into public.audit_log (admin_id, action, subject, details)
  values (auth.uid(), p_action, coalesce(p_subject, '?'), p_details);
end;
$function$;

COMMENT ON FUNCTION "private"."audit_as_admin"(text, text, jsonb) IS 'Writes down what an admin does, in the same transaction; PT403 for anybody else.';

REVOKE ALL ON FUNCTION "private"."audit_as_admin"(text, text, jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."audit_as_admin"(text, text, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."audit_as_admin"(text, text, jsonb) TO "postgres";
