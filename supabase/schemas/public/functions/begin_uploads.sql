-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.begin_uploads (
  p_user_id uuid,
  p_count   integer,
  p_ip      inet    DEFAULT NULL::inet
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_limits jsonb := public.check_allowance(p_user_id, 'uploads', p_ip, p_count) -> 'limits';
  v_uploads jsonb;
begin
  with begun as (
    insert into private.media_upload (user_id)
    select p_user_id from generate_series(1, p_count)
    returning id
  )
  select jsonb_agg(jsonb_build_object('upload_id', id, 'path', p_user_id || '/' || id))
  into v_uploads from begun;
  return jsonb_build_object('limits', v_limits, 'uploads', v_uploads);
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."begin_uploads"(uuid, integer, inet) TO "service_role";

COMMENT ON FUNCTION "public"."begin_uploads"(uuid, integer, inet) IS 'Counts so many uploads against the plan and says where they go. PT400, PT401, PT403, PT429.';

REVOKE ALL ON FUNCTION "public"."begin_uploads"(uuid, integer, inet) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."begin_uploads"(uuid, integer, inet) TO "postgres";

REVOKE ALL ON FUNCTION "public"."begin_uploads"(uuid, integer, inet) FROM PUBLIC, "anon", "authenticated";
