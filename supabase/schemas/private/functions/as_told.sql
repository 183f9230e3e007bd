-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.as_told (
  p_message public.messages
)
  RETURNS text
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  if p_message.kind = 'text' or p_message.role = 'assistant' then
    return p_message.content;
  end if;
  return (
    select concat_ws(E'\n', nullif(p_message.content, ''), case count(*)
      when 0 then case p_message.content when '' then '[A voice message without words.]' end
      when 1 then '[A picture was sent here.]'
      else format('[%s pictures were sent here.]', count(*)) end)
    from public.message_attachments where message_id = p_message.id and kind = 'image');
end;
$function$;

GRANT EXECUTE ON FUNCTION "private"."as_told"(public.messages) TO "authenticated";

COMMENT ON FUNCTION "private"."as_told"(public.messages) IS 'What a message says to who does not see its pictures: its text, and that they are there. An answer is its text: a model that reads such notes in its own words writes them, too.';

REVOKE ALL ON FUNCTION "private"."as_told"(public.messages) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."as_told"(public.messages) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."as_told"(public.messages) TO "postgres";
