-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.checkpoint_action (
  p_action_id       uuid,
  p_delivered_bytes bigint
)
  RETURNS boolean
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_action public.actions := private.lock_action(p_action_id);
begin
  if v_action.state <> 'running' then
    return false;
  end if;
  update public.actions set delivered_bytes = p_delivered_bytes where id = p_action_id;
  update private.ledger_hold set expires_at = now() + private.turn_lease()
  where id = v_action.hold_id and state = 'held';
  return true;
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."checkpoint_action"(uuid, bigint) TO "service_role";

COMMENT ON FUNCTION "public"."checkpoint_action"(uuid, bigint) IS 'Notes how much was delivered so far and renews the lease; false when the action is no longer open. PT404.';

REVOKE ALL ON FUNCTION "public"."checkpoint_action"(uuid, bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."checkpoint_action"(uuid, bigint) TO "postgres";

REVOKE ALL ON FUNCTION "public"."checkpoint_action"(uuid, bigint) FROM PUBLIC, "anon", "authenticated";
