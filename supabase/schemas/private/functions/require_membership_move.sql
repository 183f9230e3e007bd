-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.require_membership_move()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
begin
  -- What is over may turn out to have been over sooner: a change of plan that is heard of late.
  if old.state = 'revoked'
    or (old.state = 'ended' and (new.state <> 'ended' or new.ends_at is null
      or new.ends_at > old.ends_at))
    or to_jsonb(old) - array['state', 'ends_at', 'revoked_at']
      is distinct from to_jsonb(new) - array['state', 'ends_at', 'revoked_at']
  then
    raise exception 'illegal_state_move' using
      errcode = 'check_violation',
      detail = format('membership %s: %s -> %s', old.id, old.state, new.state);
  end if;
  return new;
end;
$function$;

COMMENT ON FUNCTION "private"."require_membership_move"() IS 'Refuses to change more than a state and an end, and what is over but for an earlier end.';

REVOKE ALL ON FUNCTION "private"."require_membership_move"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."require_membership_move"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."require_membership_move"() TO "postgres";
