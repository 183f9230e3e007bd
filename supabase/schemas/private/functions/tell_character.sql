-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.tell_character()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_card jsonb := jsonb_build_object('id', new.id, 'status', new.status);
begin
  -- Who listens may have come when it was published, and a draft is its owner's.
  if new.status = 'published' then
    v_card := v_card || jsonb_build_object(
      'slug', new.slug, 'name', new.name, 'tagline', new.tagline, 'greeting', new.greeting,
      'avatar_url', new.avatar_url, 'category', new.category, 'is_premium', new.is_premium,
      'credit_price', new.credit_price, 'pricing', new.pricing);
  end if;
  perform private.tell('character:' || new.id, 'character', v_card);
  return null;
end;
$function$;

COMMENT ON FUNCTION "private"."tell_character"() IS 'Tells who listens that a card has changed.';

REVOKE ALL ON FUNCTION "private"."tell_character"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."tell_character"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."tell_character"() TO "postgres";
