-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.read_subscription (
  p_user_id uuid
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_main public.subscriptions := private.main_subscription(p_user_id);
begin
  return to_jsonb(v_main) || jsonb_build_object('others', (
    select coalesce(jsonb_agg(to_jsonb(other) order by started_at), '[]')
    from public.subscriptions as other
    where user_id = p_user_id and state not in ('canceled', 'expired', 'incomplete')
      and id <> v_main.id));
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."read_subscription"(uuid) TO "service_role";

COMMENT ON FUNCTION "public"."read_subscription"(uuid) IS 'The subscription that runs, and others that should not; null without one.';

REVOKE ALL ON FUNCTION "public"."read_subscription"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."read_subscription"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "public"."read_subscription"(uuid) FROM PUBLIC, "anon", "authenticated";
