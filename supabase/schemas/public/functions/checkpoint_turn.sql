-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.checkpoint_turn (
  p_turn_id uuid,
  p_attempt integer,
  p_text    text
)
  RETURNS boolean
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_turn public.turns;
begin
  perform private.lock_conversation_of(p_turn_id);
  select * into v_turn from public.turns
  where id = p_turn_id and attempt = p_attempt and state = 'streaming'
  for no key update;
  if not found then
    return false;
  end if;
  update public.messages set content = p_text where id = v_turn.assistant_message_id;
  update private.ledger_hold set expires_at = now() + private.turn_lease()
  where id = v_turn.hold_id and state = 'held';
  return true;
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."checkpoint_turn"(uuid, integer, text) TO "service_role";

COMMENT ON FUNCTION "public"."checkpoint_turn"(uuid, integer, text) IS 'Stores what was delivered so far and renews the lease; false when the turn is no longer open.';

REVOKE ALL ON FUNCTION "public"."checkpoint_turn"(uuid, integer, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."checkpoint_turn"(uuid, integer, text) TO "postgres";

REVOKE ALL ON FUNCTION "public"."checkpoint_turn"(uuid, integer, text) FROM PUBLIC, "anon", "authenticated";
