-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.dismiss_notifications (
  p_ids bigint[] DEFAULT NULL::bigint[]
)
  RETURNS integer
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_dismissed integer;
begin
  delete from public.notifications
  where user_id = auth.uid() and (p_ids is null or id = any (p_ids));
  get diagnostics v_dismissed = row_count;
  return v_dismissed;
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."dismiss_notifications"(bigint[]) TO "authenticated";

COMMENT ON FUNCTION "public"."dismiss_notifications"(bigint[]) IS 'Removes the caller''s notifications, those or all; a repeat changes nothing. Returns how many there were.';

REVOKE ALL ON FUNCTION "public"."dismiss_notifications"(bigint[]) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."dismiss_notifications"(bigint[]) TO "postgres";

REVOKE ALL ON FUNCTION "public"."dismiss_notifications"(bigint[]) FROM PUBLIC, "anon", "service_role";
