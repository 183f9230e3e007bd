-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.require_legal_move()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
begin
  if (old.state, new.state) not in (
    ('streaming', 'complete'), ('streaming', 'stopped'),
    ('streaming', 'interrupted'), ('streaming', 'failed'),
    ('failed', 'streaming'),
    ('interrupted', 'complete'), ('interrupted', 'stopped'),
    ('stopped', 'complete'), ('stopped', 'interrupted'),
    ('failed', 'complete'), ('failed', 'stopped'), ('failed', 'interrupted')
  ) then
    raise exception 'illegal_state_move' using
      errcode = 'check_violation',
      detail = format('%s: %s -> %s', tg_table_name, old.state, new.state);
  end if;
  return new;
end;
$function$;

COMMENT ON FUNCTION "private"."require_legal_move"() IS 'Refuses a state that does not follow.';

REVOKE ALL ON FUNCTION "private"."require_legal_move"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."require_legal_move"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."require_legal_move"() TO "postgres";
