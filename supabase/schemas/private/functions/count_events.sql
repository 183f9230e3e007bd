-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.count_events (
  p_events private.character_event[]
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
begin
  -- The card before the sums, as deleting a character locks them; it does not wait for that.
  with present as (
    select id from public.characters
    where id in (select character_id from unnest(p_events))
    order by id
    for key share skip locked
  ), aged as (
    select each.*, week, max(week) over (partition by each.character_id) as latest
    from unnest(p_events) as each
    join present on id = each.character_id
    cross join lateral (
      select extract(epoch from happened_at - timestamptz '2026-01-01 00:00Z')::float
        / 604800 as week) as age
  )
  insert into private.character_stats as stats
    (character_id, conversations, messages, heat, last_active_at)
  select character_id, sum(conversations), sum(messages),
    latest + ln(sum((5 * conversations + messages) * power(2, greatest(-1000, week - latest))))
      / ln(2::float),
    max(happened_at)
  from aged
  group by character_id, latest
  order by character_id
  on conflict on constraint character_stats_pkey do update
  set conversations = stats.conversations + excluded.conversations,
    messages = stats.messages + excluded.messages,
    heat = private.join_heat(stats.heat, excluded.heat),
    last_active_at = greatest(stats.last_active_at, excluded.last_active_at),
    is_shown = false;
end;
$function$;

COMMENT ON FUNCTION "private"."count_events"(private.character_event[]) IS 'Adds what happened to the sums of its characters; of those that are gone nothing is kept.';

REVOKE ALL ON FUNCTION "private"."count_events"(private.character_event[]) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."count_events"(private.character_event[]) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."count_events"(private.character_event[]) TO "postgres";
