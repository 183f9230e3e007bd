-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.search_characters (
  p_query text    DEFAULT NULL::text,
  p_tags  text[]  DEFAULT NULL::text[],
  p_limit integer DEFAULT 50
)
  RETURNS SETOF public.characters
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_query tsquery := websearch_to_tsquery('simple', lower(private.searchable(left(p_query, 200))));
  v_tags text[] := coalesce(p_tags, '{}');
  v_limit integer := least(greatest(coalesce(p_limit, 50), 1), 200);
  v_user_id uuid := auth.uid();
  v_is_admin boolean := private.is_admin();
begin
  if numnode(v_query) > 0 then
    return query
      select character.* from private.character_search as found
      join public.characters as character on character.id = found.character_id
      where found.words @@ v_query and tags @> v_tags
        and (status = 'published' or owner_id = v_user_id or v_is_admin)
      order by ts_rank(found.words, v_query) desc, popularity desc, id
      limit v_limit;
  elsif v_tags <> '{}' then
    return query
      select * from public.characters
      where tags @> v_tags and (status = 'published' or owner_id = v_user_id or v_is_admin)
      order by popularity desc, id
      limit v_limit;
  else
    raise sqlstate 'PT400' using
      message = 'invalid_request',
      detail = jsonb_build_object('p_query', 'a word, or p_tags')::text,
      hint = 'Search for a word or a tag.';
  end if;
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."search_characters"(text, text[], integer) TO "anon", "authenticated";

COMMENT ON FUNCTION "public"."search_characters"(text, text[], integer) IS 'Characters that the caller may see, with all these words ("a phrase", or, -not) in name, tags, category or tagline and with all these tags: the best 50, or p_limit up to 200. Filters, order and pages of the Data API apply to them. PT400.';

REVOKE ALL ON FUNCTION "public"."search_characters"(text, text[], integer) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."search_characters"(text, text[], integer) TO "postgres";

REVOKE ALL ON FUNCTION "public"."search_characters"(text, text[], integer) FROM PUBLIC, "service_role";
