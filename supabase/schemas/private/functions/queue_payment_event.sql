-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.queue_payment_event (
  p_id bigint
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
begin
  update private.payment_event
  set state = 'received', finished_at = null, attempts = 0, last_error = null,
    message_id = (
      select message_id from pgmq.send('payments', jsonb_build_object('event_id', p_id))
        as message_id)
  where id = p_id;
end;
$function$;

COMMENT ON FUNCTION "private"."queue_payment_event"(bigint) IS 'Puts an event into the queue, as new.';

REVOKE ALL ON FUNCTION "private"."queue_payment_event"(bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."queue_payment_event"(bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."queue_payment_event"(bigint) TO "postgres";
