-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.count_rating (
  p_character_id    uuid,
  p_delta_sum_stars integer,
  p_delta_count     integer
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
begin
  insert into private.character_stats (character_id) values (p_character_id)
  on conflict on constraint character_stats_pkey do nothing;
  update private.character_stats
  set rating_sum = rating_sum + p_delta_sum_stars, rating_count = rating_count + p_delta_count,
    is_shown = false
  where character_id = p_character_id;
end;
$function$;

COMMENT ON FUNCTION "private"."count_rating"(uuid, integer, integer) IS 'Adds stars and ratings of a character, or takes them back: a new rating (stars, 1), a changed one (the difference, 0), one taken back (-stars, -1). Below nothing is a violated check.';

REVOKE ALL ON FUNCTION "private"."count_rating"(uuid, integer, integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."count_rating"(uuid, integer, integer) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."count_rating"(uuid, integer, integer) TO "postgres";
