-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.checkpoint_turn (
  p_turn_id  uuid,
  p_attempt  integer,
  p_text     text,
  p_thoughts text    DEFAULT ''::text
)
  RETURNS text
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_turn public.turns;
  v_stored integer;
begin
  perform from public.conversations
  where id = (select conversation_id from public.turns where id = p_turn_id)
  for key share;
  select * into v_turn from public.turns
  where id = p_turn_id and attempt = p_attempt and state = 'streaming'
  for no key update;
  if not found then
    return 'closed';
  end if;
  -- What is new, with what leads up to it and without a word that may go on.
  v_stored := (
    select char_length(content) from public.messages where id = v_turn.assistant_message_id);
  if private.meets_block(v_turn, 'output',
    private.thought_and_said(regexp_replace(p_thoughts, '\w+$', ''),
      regexp_replace(substr(p_text, greatest(1, v_stored - 200)), '\w+$', '')))
  then
    return 'blocked';
  end if;
  update public.messages set content = p_text
  where id = v_turn.assistant_message_id and content <> p_text;
  if v_turn.stop_requested_at is not null then
    return 'stopping';
  end if;
  -- Not at each checkpoint: a lease that was renewed a moment ago is long enough.
  update private.ledger_hold set expires_at = now() + private.turn_lease()
  where id = v_turn.hold_id and state = 'held'
    and expires_at < now() + private.turn_lease() - interval '5 seconds';
  return 'streaming';
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."checkpoint_turn"(uuid, integer, text, text) TO "service_role";

COMMENT ON FUNCTION "public"."checkpoint_turn"(uuid, integer, text, text) IS 'Stores what was delivered so far and renews the lease. p_thoughts: what was thought aloud since the last one, with what leads up to it. What the worker is to do: streaming, go on; stopping, end the answer here and settle it; blocked, the same, as a pattern is met and nothing was stored; closed, the turn is no longer open.';

REVOKE ALL ON FUNCTION "public"."checkpoint_turn"(uuid, integer, text, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."checkpoint_turn"(uuid, integer, text, text) TO "postgres";

REVOKE ALL ON FUNCTION "public"."checkpoint_turn"(uuid, integer, text, text) FROM PUBLIC, "anon", "authenticated";
