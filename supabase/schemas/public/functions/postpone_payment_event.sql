-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.postpone_payment_event (
  p_id bigint
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  perform pgmq.set_vt('payments', message_id, 1) from private.payment_event
  where id = p_id and state = 'received';
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."postpone_payment_event"(bigint) TO "service_role";

COMMENT ON FUNCTION "public"."postpone_payment_event"(bigint) IS 'Somebody else reads the event''s object now: it comes again in a second, and counts no failure.';

REVOKE ALL ON FUNCTION "public"."postpone_payment_event"(bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."postpone_payment_event"(bigint) TO "postgres";

REVOKE ALL ON FUNCTION "public"."postpone_payment_event"(bigint) FROM PUBLIC, "anon", "authenticated";
