-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.check_cashout_move()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  perform from private.cashout_move where from_state = old.state and to_state = new.state;
  if not found then
    raise sqlstate 'PT409' using
      message = 'illegal_state_move',
      detail = jsonb_build_object('state', old.state, 'to', new.state)::text,
      hint = 'That state does not follow this one.';
  end if;
  return new;
end;
$function$;

COMMENT ON FUNCTION "private"."check_cashout_move"() IS 'Refuses a state that does not follow. PT409.';

REVOKE ALL ON FUNCTION "private"."check_cashout_move"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."check_cashout_move"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."check_cashout_move"() TO "postgres";
