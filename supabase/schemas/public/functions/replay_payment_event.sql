-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.replay_payment_event (
  p_id bigint
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_event private.payment_event;
begin
  perform private.audit_as_admin('replay_payment_event', p_id::text, '{}');
  v_event := private.require_payment_event(p_id);
  if v_event.state = 'received' then
    perform pgmq.set_vt('payments', v_event.message_id, 0);
  else
    perform private.queue_payment_event(p_id);
  end if;
  perform private.wake_worker();
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."replay_payment_event"(bigint) TO "authenticated";

COMMENT ON FUNCTION "public"."replay_payment_event"(bigint) IS 'Works an event off again, at once; what took effect does not again. PT403, PT404.';

REVOKE ALL ON FUNCTION "public"."replay_payment_event"(bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."replay_payment_event"(bigint) TO "postgres";

REVOKE ALL ON FUNCTION "public"."replay_payment_event"(bigint) FROM PUBLIC, "anon", "service_role";
