-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.read_subscription (
  p_user_id uuid,
  p_is_live boolean
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_main public.subscriptions := private.main_subscription(p_user_id, p_is_live);
begin
  return to_jsonb(v_main) || jsonb_build_object('others', (
    select coalesce(jsonb_agg(to_jsonb(other) order by started_at), '[]')
    from private.running_subscriptions(p_user_id, p_is_live) as other
    where id <> v_main.id));
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."read_subscription"(uuid, boolean) TO "service_role";

COMMENT ON FUNCTION "public"."read_subscription"(uuid, boolean) IS 'The subscription that runs, and others that should not; null without one.';

REVOKE ALL ON FUNCTION "public"."read_subscription"(uuid, boolean) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."read_subscription"(uuid, boolean) TO "postgres";

REVOKE ALL ON FUNCTION "public"."read_subscription"(uuid, boolean) FROM PUBLIC, "anon", "authenticated";
