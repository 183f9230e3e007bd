-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.tell_messages (
  p_messages public.messages[]
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
begin
  if cardinality(p_messages) = 1 then
    perform private.tell_message(p_messages[1]);
  else
    perform private.tell_people(p_messages[1].conversation_id, 'history', '{}');
  end if;
end;
$function$;

COMMENT ON FUNCTION "private"."tell_messages"(public.messages[]) IS 'Tells those of one conversation of a message, or that there is more to read than one.';

REVOKE ALL ON FUNCTION "private"."tell_messages"(public.messages[]) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."tell_messages"(public.messages[]) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."tell_messages"(public.messages[]) TO "postgres";
