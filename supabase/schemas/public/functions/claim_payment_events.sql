-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.claim_payment_events (
  p_count integer
)
  RETURNS TABLE (
    id          bigint,
    provider    text,
    type        text,
    object_kind text,
    object_id   text,
    body        text,
    attempts    integer
  )
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  -- A worker that dies has them for a minute; then somebody else gets them.
  return query
    select event.id, event.provider, event.type, event.object_kind, event.object_id, event.body,
      event.attempts
    from pgmq.read('payments', 60, least(p_count, 50)) as message
    join private.payment_event as event on event.id = (message.message ->> 'event_id')::bigint
      and event.message_id = message.msg_id
    order by event.id;
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."claim_payment_events"(integer) TO "service_role";

COMMENT ON FUNCTION "public"."claim_payment_events"(integer) IS 'Up to so many events that are due, for a minute nobody else''s.';

REVOKE ALL ON FUNCTION "public"."claim_payment_events"(integer) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."claim_payment_events"(integer) TO "postgres";

REVOKE ALL ON FUNCTION "public"."claim_payment_events"(integer) FROM PUBLIC, "anon", "authenticated";
