-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.require_payment_event (
  p_id bigint
)
  RETURNS private.payment_event
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_event private.payment_event;
begin
  select * into v_event from private.payment_event where id = p_id for no key update;
  if not found then
    raise sqlstate 'PT404' using
      message = 'payment_event_not_found', hint = 'There is no such event.';
  end if;
  return v_event;
end;
$function$;

COMMENT ON FUNCTION "private"."require_payment_event"(bigint) IS 'An event, locked. PT404.';

REVOKE ALL ON FUNCTION "private"."require_payment_event"(bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."require_payment_event"(bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."require_payment_event"(bigint) TO "postgres";
