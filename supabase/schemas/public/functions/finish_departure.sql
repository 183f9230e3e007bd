-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.finish_departure (
  p_message_id  bigint,
  p_customer_id uuid
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  -- The page of an invoice has a name and an address, and so may a raw event.
  update public.payments set url = null where customer_id = p_customer_id and url is not null;
  update public.orders set checkout_url = null
  where checkout_url is not null
    and id in (select order_id from public.payments where customer_id = p_customer_id);
  update private.payment_event as event set body = '{}'
  from private.events_of(p_customer_id) as own
  where event.id = own and state in ('processed', 'ignored', 'resolved');
  perform pgmq.delete('departures', p_message_id);
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."finish_departure"(bigint, uuid) TO "service_role";

COMMENT ON FUNCTION "public"."finish_departure"(bigint, uuid) IS 'The provider knows that somebody left: what is personal of it is forgotten here too.';

REVOKE ALL ON FUNCTION "public"."finish_departure"(bigint, uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."finish_departure"(bigint, uuid) TO "postgres";

REVOKE ALL ON FUNCTION "public"."finish_departure"(bigint, uuid) FROM PUBLIC, "anon", "authenticated";
