-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.change_character (
  p_id      uuid,
  p_changes jsonb
)
  RETURNS public.characters
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_constraint text;
  v_column text;
  v_character public.characters := private.take_character(p_id);
  v_is_admin boolean := private.is_admin();
begin
  perform private.require_character_fields(p_changes, v_is_admin);
  if v_is_admin then
    perform private.audit_character('change_character', p_id, p_changes);
  else
    perform private.require_draft_of_owner(v_character);
    if p_changes ? 'model' then
      perform private.require_offered_model(v_character.owner_id, p_changes ->> 'model');
    end if;
  end if;
  return private.write_character(v_character, p_changes);
exception
  when check_violation or not_null_violation or unique_violation or invalid_text_representation
    or numeric_value_out_of_range
  then
    get stacked diagnostics v_constraint = constraint_name, v_column = column_name;
    perform private.refuse_character(v_constraint, v_column);
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."change_character"(uuid, jsonb) TO "authenticated";

COMMENT ON FUNCTION "public"."change_character"(uuid, jsonb) IS 'Changes the named fields, as create_character takes them; turns that run go on as they began. PT400, PT401, PT403, PT404.';

REVOKE ALL ON FUNCTION "public"."change_character"(uuid, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."change_character"(uuid, jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "public"."change_character"(uuid, jsonb) FROM PUBLIC, "anon", "service_role";
