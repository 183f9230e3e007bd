-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.rate_message (
  p_id      uuid,
  p_rating  smallint DEFAULT NULL::smallint,
  p_stars   smallint DEFAULT NULL::smallint,
  p_comment text     DEFAULT NULL::text
)
  RETURNS public.message_ratings
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_message public.messages := private.take_message(p_id);
  v_rating public.message_ratings;
begin
  if v_message.role <> 'assistant' or v_message.content = '' then
    perform private.message_not_found();
  end if;
  if num_nonnulls(p_rating, p_stars, p_comment) = 0 then
    delete from public.message_ratings where message_id = p_id and user_id = auth.uid();
    return null;
  end if;
  insert into public.message_ratings as already (message_id, user_id, rating, stars, comment)
  values (p_id, auth.uid(), p_rating, p_stars, p_comment)
  on conflict on constraint message_ratings_pkey do update
  set rating = excluded.rating, stars = excluded.stars, comment = excluded.comment,
    updated_at = now()
  returning * into v_rating;
  return v_rating;
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."rate_message"(uuid, smallint, smallint, text) TO "authenticated";

COMMENT ON FUNCTION "public"."rate_message"(uuid, smallint, smallint, text) IS 'Rates an answer in a conversation: up (1) or down (-1), one to five stars, a comment. Replaces what was said before; with nothing, takes it back. PT401, PT403, PT404.';

REVOKE ALL ON FUNCTION "public"."rate_message"(uuid, smallint, smallint, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."rate_message"(uuid, smallint, smallint, text) TO "postgres";

REVOKE ALL ON FUNCTION "public"."rate_message"(uuid, smallint, smallint, text) FROM PUBLIC, "anon", "service_role";
