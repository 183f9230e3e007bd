-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.store_payment_event (
  p_provider    text,
  p_provider_id text,
  p_type        text,
  p_object_kind text,
  p_object_id   text,
  p_is_live     boolean,
  p_occurred_at timestamp with time zone,
  p_body        text
)
  RETURNS boolean
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_id bigint;
  v_is_new boolean;
begin
  insert into private.payment_event (provider, provider_id, type, object_kind, object_id, is_live,
    occurred_at, body, message_id)
  values (p_provider, p_provider_id, p_type, p_object_kind, p_object_id, p_is_live,
    p_occurred_at, p_body, 0)
  on conflict on constraint payment_event_provider_provider_id_key do nothing
  returning id into v_id;
  v_is_new := v_id is not null;
  if not v_is_new then
    update private.payment_event set deliveries = deliveries + 1
    where provider = p_provider and provider_id = p_provider_id
    returning case state when 'dead' then id end into v_id;
  end if;
  if v_id is not null then
    perform private.queue_payment_event(v_id);
    perform private.wake_worker();
  end if;
  return v_is_new;
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."store_payment_event"(text, text, text, text, text, boolean, timestamp WITH time zone, text) TO "service_role";

COMMENT ON FUNCTION "public"."store_payment_event"(text, text, text, text, text, boolean, timestamp with time zone, text) IS 'Keeps an event whose signature was checked and queues it; false when it was there already. One that is dead and sent anew is queued again.';

REVOKE ALL ON FUNCTION "public"."store_payment_event"(text, text, text, text, text, boolean, timestamp WITH time zone, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."store_payment_event"(text, text, text, text, text, boolean, timestamp WITH time zone, text) TO "postgres";

REVOKE ALL ON FUNCTION "public"."store_payment_event"(text, text, text, text, text, boolean, timestamp WITH time zone, text) FROM PUBLIC, "anon", "authenticated";
