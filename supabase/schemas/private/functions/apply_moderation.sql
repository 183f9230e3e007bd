-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.apply_moderation (
  p_moderation jsonb
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
begin
  update private.moderation_rules
  set on_failure = coalesce(p_moderation ->> 'on_failure', 'open'),
    messages = coalesce(p_moderation -> 'messages', '{}')
  where id;
  delete from private.moderation_threshold where true;
  insert into private.moderation_threshold (category, direction, action, threshold)
  select category, direction, action, threshold::double precision
  from unnest(array['input', 'output']) as direction
  cross join jsonb_each(coalesce(p_moderation -> direction, '{}')) as of (category, actions)
  cross join jsonb_each_text(actions) as each (action, threshold);
  -- Those that admins added stay.
  delete from private.moderation_pattern where source = 'catalog';
  insert into private.moderation_pattern (category, direction, kind, content, action, source)
  select category, direction, kind, content, action, 'catalog'
  from jsonb_to_recordset(coalesce(p_moderation -> 'patterns', '[]'))
    as pattern (category text, direction text, kind text, content text, action text);
end;
$function$;

COMMENT ON FUNCTION "private"."apply_moderation"(jsonb) IS 'The moderation of a catalog instead of that of the one before. PT400.';

REVOKE ALL ON FUNCTION "private"."apply_moderation"(jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."apply_moderation"(jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."apply_moderation"(jsonb) TO "postgres";
