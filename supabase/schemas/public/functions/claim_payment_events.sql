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
declare
  -- A worker that dies has them for a minute; then somebody else gets them. In a statement before
  -- the one that looks up their events: that one sees all that was stored with a message.
  v_ids bigint[] := array(
    select (message ->> 'event_id')::bigint from pgmq.read('payments', 60, least(p_count, 50)));
begin
  return query
    select event.id, event.provider, event.type, event.object_kind, event.object_id, event.body,
      event.attempts
    from private.payment_event as event
    where event.id = any (v_ids) and event.state = 'received'
    order by event.id;
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."claim_payment_events"(integer) TO "service_role";

COMMENT ON FUNCTION "public"."claim_payment_events"(integer) IS 'Up to so many events that are due, for a minute nobody else''s.';

REVOKE ALL ON FUNCTION "public"."claim_payment_events"(integer) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."claim_payment_events"(integer) TO "postgres";

REVOKE ALL ON FUNCTION "public"."claim_payment_events"(integer) FROM PUBLIC, "anon", "authenticated";
