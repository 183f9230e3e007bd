-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.list_payment_events (
  p_state     text    DEFAULT NULL::text,
  p_before_id bigint  DEFAULT NULL::bigint,
  p_limit     integer DEFAULT 50
)
  RETURNS TABLE (
    id          bigint,
    provider    text,
    provider_id text,
    type        text,
    object_kind text,
    object_id   text,
    occurred_at timestamp with time zone,
    received_at timestamp with time zone,
    deliveries  integer,
    state       text,
    attempts    integer,
    last_error  text,
    note        text,
    finished_at timestamp with time zone
  )
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  perform private.audit_as_admin('list_payment_events', 'payments', jsonb_build_object(
    'state', p_state, 'before_id', p_before_id));
  return query
    select event.id, event.provider, event.provider_id, event.type, event.object_kind,
      event.object_id, event.occurred_at, event.received_at, event.deliveries, event.state,
      event.attempts, event.last_error, event.note, event.finished_at
    from private.payment_event as event
    where (p_state is null or event.state = p_state)
      and (p_before_id is null or event.id < p_before_id)
    order by event.id desc
    limit least(p_limit, 200);
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."list_payment_events"(text, bigint, integer) TO "authenticated";

COMMENT ON FUNCTION "public"."list_payment_events"(text, bigint, integer) IS 'Events, newest first, of one state or all; page by id. `dead` are those given up. PT403.';

REVOKE ALL ON FUNCTION "public"."list_payment_events"(text, bigint, integer) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."list_payment_events"(text, bigint, integer) TO "postgres";

REVOKE ALL ON FUNCTION "public"."list_payment_events"(text, bigint, integer) FROM PUBLIC, "anon", "service_role";
