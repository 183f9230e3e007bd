-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.lease_payment_object (
  p_object_key text
)
  RETURNS timestamp WITH time zone
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_leased_at timestamptz;
begin
  insert into private.payment_lease as lease (object_key, leased_at, expires_at)
  values (p_object_key, clock_timestamp(), clock_timestamp() + interval '30 seconds')
  on conflict on constraint payment_lease_pkey do update
  set leased_at = excluded.leased_at, expires_at = excluded.expires_at
  where lease.expires_at <= excluded.leased_at
  returning leased_at into v_leased_at;
  return v_leased_at;
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."lease_payment_object"(text) TO "service_role";

COMMENT ON FUNCTION "public"."lease_payment_object"(text) IS 'The version of what the caller is about to read of an object; null while somebody else reads it. What a caller read whose lease was lost meanwhile is older, and never overwrites.';

REVOKE ALL ON FUNCTION "public"."lease_payment_object"(text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."lease_payment_object"(text) TO "postgres";

REVOKE ALL ON FUNCTION "public"."lease_payment_object"(text) FROM PUBLIC, "anon", "authenticated";
