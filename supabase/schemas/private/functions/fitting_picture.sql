-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.fitting_picture (
  p_character       public.characters,
  p_conversation_id uuid,
  p_question        text
)
  RETURNS private.gallery_item
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_query tsquery := private.any_word_of(p_character.language, p_question);
  v_item private.gallery_item;
begin
  select item.* into v_item
  from private.gallery_item as item
  join public.media_assets as asset on asset.id = item.asset_id
  cross join lateral (
    select private.words_of(p_character.language, array_to_string(item.tags, ' ')) as words
  ) as named
  where item.character_id = p_character.id and asset.state = 'ready' and named.words @@ v_query
    and not exists (
      select from public.message_attachments as shown
      join public.messages as message on message.id = shown.message_id
      where shown.asset_id = item.asset_id and message.conversation_id = p_conversation_id)
  order by ts_rank(named.words, v_query) desc, item.position, item.asset_id
  limit 1
  -- One that is being deleted is waited for, and then not there.
  for key share of asset;
  return v_item;
end;
$function$;

COMMENT ON FUNCTION "private"."fitting_picture"(public.characters, uuid, text) IS 'The picture of a gallery whose tags share most words with a question, of those that were not in the conversation yet; null when none does.';

REVOKE ALL ON FUNCTION "private"."fitting_picture"(public.characters, uuid, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."fitting_picture"(public.characters, uuid, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."fitting_picture"(public.characters, uuid, text) TO "postgres";
