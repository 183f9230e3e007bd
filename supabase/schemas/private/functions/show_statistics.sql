-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.show_statistics()
  RETURNS integer
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_begun private.character_event[];
  v_shown integer;
begin
  with begun as (
    delete from private.conversation_start
    where id in (
      select id from private.conversation_start order by id limit 20000 for update skip locked)
    returning character_id, created_at
  )
  select array_agg(row(character_id, created_at, 1, 0)::private.character_event) into v_begun
  from begun;
  perform private.count_events(v_begun);
  -- What somebody is using right now is left for the next time: this must never wait.
  with shown as (
    update private.character_stats as stats set is_shown = true
    from (
      select unshown.character_id
      from private.character_stats as unshown
      join public.characters as card on card.id = unshown.character_id
      where not unshown.is_shown
      order by unshown.character_id
      limit 10000
      for no key update of card skip locked
      for no key update of unshown skip locked) as taken
    where stats.character_id = taken.character_id
    returning stats.*
  )
  update public.characters as character
  set conversation_count = shown.conversations, message_count = shown.messages,
    rating = round(shown.rating_sum::numeric / nullif(shown.rating_count, 0), 2),
    rating_count = shown.rating_count, last_active_at = shown.last_active_at,
    popularity = coalesce(heat, 0)
      + ln((30 + rating_sum)::float / (10 + shown.rating_count) / 3) / ln(2::float),
    counted_at = now()
  from shown
  where character.id = shown.character_id;
  get diagnostics v_shown = row_count;
  return v_shown;
end;
$function$;

COMMENT ON FUNCTION "private"."show_statistics"() IS 'Counts the conversations that began, and writes the sums that changed to up to 10000 cards; returns to how many.';

REVOKE ALL ON FUNCTION "private"."show_statistics"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."show_statistics"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."show_statistics"() TO "postgres";
