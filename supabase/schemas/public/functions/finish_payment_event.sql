-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.finish_payment_event (
  p_id      bigint,
  p_is_ours boolean
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_event private.payment_event;
begin
  select * into v_event from private.payment_event where id = p_id for no key update;
  -- Finished already by whoever had it before: nothing is left to do.
  if v_event.state = 'received' then
    perform pgmq.delete('payments', v_event.message_id);
    update private.payment_event
    set state = case when p_is_ours then 'processed' else 'ignored' end, message_id = null,
      attempts = v_event.attempts + 1, finished_at = now()
    where id = p_id;
  end if;
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."finish_payment_event"(bigint, boolean) TO "service_role";

COMMENT ON FUNCTION "public"."finish_payment_event"(bigint, boolean) IS 'The event is done: it took effect, or is none of ours. Again it changes nothing.';

REVOKE ALL ON FUNCTION "public"."finish_payment_event"(bigint, boolean) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."finish_payment_event"(bigint, boolean) TO "postgres";

REVOKE ALL ON FUNCTION "public"."finish_payment_event"(bigint, boolean) FROM PUBLIC, "anon", "authenticated";
