-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.check_personality()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_unknown text := (
    select value from (
      select 'trait' as aspect, unnest(new.traits) as value
      union all select 'tone', new.tone where new.tone <> 'neutral'
    ) as named
    where not exists (
      select from public.personality_sentences as known
      where known.aspect = named.aspect and known.value = named.value)
    limit 1);
begin
  if v_unknown is not null or array_position(new.traits, null) is not null then
    raise sqlstate 'PT400' using
      message = 'invalid_request',
      detail = jsonb_build_object('unknown', v_unknown)::text,
      hint = 'Traits and tones are those of personality_sentences.';
  end if;
  new.traits := array(
    select trait from unnest(new.traits) with ordinality as named (trait, position)
    group by trait order by min(position));
  return new;
end;
$function$;

COMMENT ON FUNCTION "private"."check_personality"() IS 'Refuses a trait or a tone that is not in the list, and drops repeated ones. PT400.';

REVOKE ALL ON FUNCTION "private"."check_personality"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."check_personality"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."check_personality"() TO "postgres";
