-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.set_character_facts (
  p_id    uuid,
  p_facts text[]
)
  RETURNS integer
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_character public.characters := private.take_character(p_id);
  v_written integer;
begin
  if p_facts is null or cardinality(p_facts) > 500 then
    raise sqlstate 'PT400' using
      message = 'invalid_request',
      detail = jsonb_build_object('p_facts', 'required, at most 500')::text,
      hint = 'A character knows at most 500 facts.';
  end if;
  if private.is_admin() then
    perform private.audit_character('set_character_facts', p_id,
      jsonb_build_object('facts', to_jsonb(p_facts)));
  else
    perform private.require_draft_of_owner(v_character);
  end if;
  delete from private.character_fact where character_id = p_id;
  insert into private.character_fact (character_id, fact)
  select p_id, fact from unnest(p_facts) with ordinality as named (fact, position)
  order by position;
  get diagnostics v_written = row_count;
  return v_written;
exception
  when check_violation or not_null_violation then
    perform private.refuse_character(null, 'fact');
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."set_character_facts"(uuid, text[]) TO "authenticated";

COMMENT ON FUNCTION "public"."set_character_facts"(uuid, text[]) IS 'Makes these, of at most 1000 characters each, all that a character knows; returns how many. PT400, PT401, PT403, PT404.';

REVOKE ALL ON FUNCTION "public"."set_character_facts"(uuid, text[]) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."set_character_facts"(uuid, text[]) TO "postgres";

REVOKE ALL ON FUNCTION "public"."set_character_facts"(uuid, text[]) FROM PUBLIC, "anon", "service_role";
