-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.count_message_rating()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_before integer := case when tg_op <> 'INSERT' then private.rating_stars(old) end;
  v_after integer := case when tg_op <> 'DELETE' then private.rating_stars(new) end;
  v_character_id uuid;
begin
  if v_before is distinct from v_after then
    -- When the message itself goes, so does the way to its character: what was said stays counted.
    select conversation.character_id into v_character_id
    from public.messages as message
    join public.conversations as conversation on conversation.id = message.conversation_id
    where message.id = coalesce(new.message_id, old.message_id);
    if found then
      perform private.count_rating(v_character_id, coalesce(v_after, 0) - coalesce(v_before, 0),
        (v_after is not null)::integer - (v_before is not null)::integer);
    end if;
  end if;
  return null;
end;
$function$;

COMMENT ON FUNCTION "private"."count_message_rating"() IS 'Keeps the rating of a character.';

REVOKE ALL ON FUNCTION "private"."count_message_rating"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."count_message_rating"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."count_message_rating"() TO "postgres";
