-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.mark_notifications_read (
  p_ids bigint[] DEFAULT NULL::bigint[]
)
  RETURNS integer
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_marked integer;
begin
  update public.notifications set read_at = now()
  where user_id = auth.uid() and read_at is null and (p_ids is null or id = any (p_ids));
  get diagnostics v_marked = row_count;
  return v_marked;
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."mark_notifications_read"(bigint[]) TO "authenticated";

COMMENT ON FUNCTION "public"."mark_notifications_read"(bigint[]) IS 'Marks the caller''s notifications as read, those or all; a repeat changes nothing. Returns how many were unread.';

REVOKE ALL ON FUNCTION "public"."mark_notifications_read"(bigint[]) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."mark_notifications_read"(bigint[]) TO "postgres";

REVOKE ALL ON FUNCTION "public"."mark_notifications_read"(bigint[]) FROM PUBLIC, "anon", "service_role";
