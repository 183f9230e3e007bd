-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.read_subscription (
  p_user_id uuid
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return (
    select to_jsonb(subscriptions) from public.subscriptions
    where user_id = p_user_id and state not in ('canceled', 'expired', 'incomplete')
    order by started_at desc limit 1);
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."read_subscription"(uuid) TO "service_role";

COMMENT ON FUNCTION "public"."read_subscription"(uuid) IS 'The subscription that runs; null without one.';

REVOKE ALL ON FUNCTION "public"."read_subscription"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."read_subscription"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "public"."read_subscription"(uuid) FROM PUBLIC, "anon", "authenticated";
