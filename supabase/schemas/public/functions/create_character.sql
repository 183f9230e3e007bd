-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.create_character (
  p_character jsonb
)
  RETURNS public.characters
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_constraint text;
  v_column text;
  v_user_id uuid := (private.require_active_profile(auth.uid())).id;
  v_is_admin boolean := private.is_admin();
  v_id uuid := gen_random_uuid();
  v_slug text := coalesce(p_character ->> 'slug', 'own-' || left(replace(v_id::text, '-', ''), 20));
  v_price jsonb := (
    select private.character_price(content, v_slug, not v_is_admin) from private.catalog);
  v_character public.characters;
begin
  perform private.require_character_fields(p_character, v_is_admin);
  if v_is_admin then
    perform private.audit_character('create_character', v_id, p_character);
  else
    perform private.take_own_place(v_user_id);
    perform private.require_offered_model(v_user_id, p_character ->> 'model');
  end if;
  insert into public.characters (id, owner_id, slug, name, tagline, greeting, category, model,
    pricing, credit_price, is_premium)
  values (v_id, case when not v_is_admin then v_user_id end, v_slug, p_character ->> 'name',
    p_character ->> 'tagline', p_character ->> 'greeting', p_character ->> 'category',
    p_character ->> 'model', coalesce(v_price ->> 'pricing', 'fixed'),
    coalesce((v_price ->> 'credits')::bigint, 0),
    coalesce((v_price ->> 'premium')::boolean, false))
  returning * into v_character;
  return private.write_character(v_character, p_character);
exception
  when check_violation or not_null_violation or unique_violation or invalid_text_representation
    or numeric_value_out_of_range
  then
    get stacked diagnostics v_constraint = constraint_name, v_column = column_name;
    perform private.refuse_character(v_constraint, v_column);
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."create_character"(jsonb) TO "authenticated";

COMMENT ON FUNCTION "public"."create_character"(jsonb) IS 'A draft with these fields of a card, system_prompt, prompt_override and restricted_topics; it needs name, tagline, greeting, category and model. An admin''s is the product''s, anybody else''s their own. PT400, PT401, PT403, PT404, PT429.';

REVOKE ALL ON FUNCTION "public"."create_character"(jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."create_character"(jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "public"."create_character"(jsonb) FROM PUBLIC, "anon", "service_role";
