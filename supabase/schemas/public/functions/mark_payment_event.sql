-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.mark_payment_event (
  p_id   bigint,
  p_note text
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_event private.payment_event;
begin
  perform private.audit_as_admin('mark_payment_event', p_id::text, jsonb_build_object(
    'note', left(p_note, 500)));
  v_event := private.require_payment_event(p_id);
  if p_note is null or p_note !~ '\S' or char_length(p_note) > 500 then
    raise sqlstate 'PT400' using
      message = 'invalid_request',
      detail = jsonb_build_object('path', 'p_note')::text,
      hint = 'Say in 1 to 500 characters what was done.';
  end if;
  if v_event.state not in ('dead', 'ignored') then
    raise sqlstate 'PT409' using
      message = 'payment_event_not_open',
      detail = jsonb_build_object('state', v_event.state)::text,
      hint = 'Only an event that was given up or ignored is dealt with by hand.';
  end if;
  update private.payment_event set state = 'resolved', note = p_note where id = p_id;
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."mark_payment_event"(bigint, text) TO "authenticated";

COMMENT ON FUNCTION "public"."mark_payment_event"(bigint, text) IS 'Notes that an event was dealt with by hand, and how. PT400, PT403, PT404, PT409.';

REVOKE ALL ON FUNCTION "public"."mark_payment_event"(bigint, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."mark_payment_event"(bigint, text) TO "postgres";

REVOKE ALL ON FUNCTION "public"."mark_payment_event"(bigint, text) FROM PUBLIC, "anon", "service_role";
