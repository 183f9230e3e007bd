-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.fail_payment_event (
  p_id       bigint,
  p_error    text,
  p_is_final boolean
)
  RETURNS text
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  c_max_attempts constant integer := 20;
  v_event private.payment_event;
begin
  select * into v_event from private.payment_event where id = p_id for no key update;
  if v_event.state is distinct from 'received' then
    return v_event.state;
  end if;
  if p_is_final or v_event.attempts + 1 >= c_max_attempts then
    perform pgmq.delete('payments', v_event.message_id);
    update private.payment_event
    set state = 'dead', message_id = null, attempts = v_event.attempts + 1,
      last_error = left(p_error, 2000), finished_at = now()
    where id = p_id;
    return 'dead';
  end if;
  -- 2 s, 4 s, ... an hour: together about nine hours.
  perform pgmq.set_vt(
    'payments', v_event.message_id, least(3600, 2 ^ (v_event.attempts + 1))::integer);
  update private.payment_event
  set attempts = v_event.attempts + 1, last_error = left(p_error, 2000)
  where id = p_id;
  return 'received';
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."fail_payment_event"(bigint, text, boolean) TO "service_role";

COMMENT ON FUNCTION "public"."fail_payment_event"(bigint, text, boolean) IS 'The event could not be worked off: it comes again later, or is dead. Returns its state.';

REVOKE ALL ON FUNCTION "public"."fail_payment_event"(bigint, text, boolean) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."fail_payment_event"(bigint, text, boolean) TO "postgres";

REVOKE ALL ON FUNCTION "public"."fail_payment_event"(bigint, text, boolean) FROM PUBLIC, "anon", "authenticated";
