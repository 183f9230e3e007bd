-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.require_author (
  p_message      public.messages,
  p_conversation public.conversations,
  p_user_id      uuid
)
  RETURNS void
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  -- An answer is its payer's; what has neither is the owner's.
  if p_user_id <> coalesce(p_message.author_id,
    (select user_id from public.turns where assistant_message_id = p_message.id),
    p_conversation.user_id)
  then
    raise sqlstate 'PT403' using
      message = 'not_your_message', hint = 'Only who said it, or paid for it, changes it.';
  end if;
end;
$function$;

COMMENT ON FUNCTION "private"."require_author"(public.messages, public.conversations, uuid) IS 'Refuses to change what somebody else said, or an answer that somebody else paid. PT403.';

REVOKE ALL ON FUNCTION "private"."require_author"(public.messages, public.conversations, uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."require_author"(public.messages, public.conversations, uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."require_author"(public.messages, public.conversations, uuid) TO "postgres";
