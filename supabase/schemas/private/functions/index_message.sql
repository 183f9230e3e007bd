-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.index_message()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
begin
  insert into private.message_search (message_id, user_id, ordinal, words)
  select new.id, user_id, new.ordinal, to_tsvector('simple', lower(private.searchable(new.content)))
  from public.conversations where id = new.conversation_id
  on conflict on constraint message_search_pkey do update set words = excluded.words;
  return null;
end;
$function$;

COMMENT ON FUNCTION "private"."index_message"() IS 'Keeps the words of a final message.';

REVOKE ALL ON FUNCTION "private"."index_message"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."index_message"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."index_message"() TO "postgres";
