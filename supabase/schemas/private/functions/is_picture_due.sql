-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.is_picture_due (
  p_turn          public.turns,
  p_gallery_every integer
)
  RETURNS boolean
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  if p_gallery_every is null then
    return false;
  end if;
  return not exists (
    select from (
      select kind from public.messages
      where conversation_id = p_turn.conversation_id and role = 'assistant' and is_current
        and id <> p_turn.assistant_message_id
      order by ordinal desc limit p_gallery_every - 1
    ) as recent
    where kind = 'media');
end;
$function$;

COMMENT ON FUNCTION "private"."is_picture_due"(public.turns, integer) IS 'Whether none of the answers before a turn''s, as many as the character says, had a picture.';

REVOKE ALL ON FUNCTION "private"."is_picture_due"(public.turns, integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."is_picture_due"(public.turns, integer) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."is_picture_due"(public.turns, integer) TO "postgres";
