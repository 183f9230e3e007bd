-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.move_character_status()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
begin
  if tg_op = 'UPDATE' and old.status <> new.status and (old.status, new.status) not in (
    ('draft', 'published'), ('draft', 'archived'), ('published', 'archived'),
    ('archived', 'published'), ('archived', 'draft'))
  then
    raise sqlstate 'PT409' using
      message = 'illegal_state_move',
      detail = jsonb_build_object('from', old.status, 'to', new.status)::text,
      hint = format('A character that is %s cannot become %s.', old.status, new.status);
  end if;
  if new.status = 'published' then
    new.published_at := coalesce(new.published_at, now());
  end if;
  return new;
end;
$function$;

COMMENT ON FUNCTION "private"."move_character_status"() IS 'Refuses a state that does not follow, and notes when a character is first published. PT409.';

REVOKE ALL ON FUNCTION "private"."move_character_status"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."move_character_status"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."move_character_status"() TO "postgres";
