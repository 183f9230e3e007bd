-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.rating_stars (
  p_rating public.message_ratings
)
  RETURNS integer
  LANGUAGE sql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
  select coalesce(p_rating.stars::integer, case p_rating.rating when 1 then 5 when -1 then 1 end);
$function$;

COMMENT ON FUNCTION "private"."rating_stars"(public.message_ratings) IS 'What a rating counts for its character: its stars; without, thumbs up are five and down one.';

REVOKE ALL ON FUNCTION "private"."rating_stars"(public.message_ratings) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."rating_stars"(public.message_ratings) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."rating_stars"(public.message_ratings) TO "postgres";
