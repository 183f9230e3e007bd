-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.list_cashouts (
  p_user_id   uuid,
  p_before_at timestamp with time zone DEFAULT NULL::timestamp WITH time zone,
  p_limit     integer                  DEFAULT 50
)
  RETURNS SETOF public.cashouts
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return query
    select * from public.cashouts
    where user_id = p_user_id and (p_before_at is null or created_at < p_before_at)
    order by created_at desc
    limit least(p_limit, 200);
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."list_cashouts"(uuid, timestamp WITH time zone, integer) TO "service_role";

COMMENT ON FUNCTION "public"."list_cashouts"(uuid, timestamp with time zone, integer) IS 'Somebody''s cashouts, newest first; page by created_at.';

REVOKE ALL ON FUNCTION "public"."list_cashouts"(uuid, timestamp WITH time zone, integer) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."list_cashouts"(uuid, timestamp WITH time zone, integer) TO "postgres";

REVOKE ALL ON FUNCTION "public"."list_cashouts"(uuid, timestamp WITH time zone, integer) FROM PUBLIC, "anon", "authenticated";
