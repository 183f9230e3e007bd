-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.stop_turn (
  p_turn_id uuid
)
  RETURNS text
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_turn public.turns;
begin
  perform from public.conversations
  where id = (
    select conversation_id from public.turns where id = p_turn_id and user_id = auth.uid())
  for key share;
  select * into v_turn from public.turns
  where id = p_turn_id and user_id = auth.uid()
  for no key update;
  if not found then
    raise sqlstate 'PT404' using message = 'turn_not_found', hint = 'There is no such turn.';
  end if;
  if v_turn.state = 'streaming' and v_turn.stop_requested_at is null then
    update public.turns set stop_requested_at = now() where id = p_turn_id;
    -- A worker that lives settles within a second; for one that does not, the sweep comes sooner.
    update private.ledger_hold set expires_at = least(expires_at, now() + interval '15 seconds')
    where id = v_turn.hold_id and state = 'held';
  end if;
  return v_turn.state;
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."stop_turn"(uuid) TO "authenticated";

COMMENT ON FUNCTION "public"."stop_turn"(uuid) IS 'Asks for the end of an answer of the caller that streams; what was delivered is kept and charged. A repeat, or a turn that has ended, changes nothing. Returns its state now. PT404.';

REVOKE ALL ON FUNCTION "public"."stop_turn"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."stop_turn"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "public"."stop_turn"(uuid) FROM PUBLIC, "anon", "service_role";
