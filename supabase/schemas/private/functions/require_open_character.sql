-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.require_open_character (
  p_character public.characters,
  p_plan      public.plans
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
begin
  if p_character.is_premium and not 'premium_characters' = any (p_plan.features) then
    raise sqlstate 'PT403' using
      message = 'premium_required',
      detail = jsonb_build_object('character', p_character.slug, 'plan', p_plan.slug)::text,
      hint = format('%s is for premium members.', p_character.name);
  end if;
  perform private.require_model(p_plan, p_character.model);
end;
$function$;

COMMENT ON FUNCTION "private"."require_open_character"(public.characters, public.plans) IS 'Refuses a character or a model that a plan does not include. PT403.';

REVOKE ALL ON FUNCTION "private"."require_open_character"(public.characters, public.plans) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."require_open_character"(public.characters, public.plans) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."require_open_character"(public.characters, public.plans) TO "postgres";
