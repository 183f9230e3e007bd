-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.delete_message (
  p_id uuid
)
  RETURNS timestamp WITH time zone
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_message public.messages := private.take_own_message(p_id);
begin
  if v_message.state = 'streaming' then
    raise sqlstate 'PT409' using
      message = 'answer_streams', hint = 'Stop the answer before you delete it.';
  end if;
  if v_message.deleted_at is null then
    update public.messages set deleted_at = now(), is_current = false where id = p_id
    returning * into v_message;
    -- A summary that may tell of it is made anew.
    delete from private.conversation_summary as summary
    using public.messages as last
    where summary.conversation_id = v_message.conversation_id
      and last.id = summary.message_id and last.ordinal >= v_message.ordinal;
  end if;
  return v_message.deleted_at;
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."delete_message"(uuid) TO "authenticated";

COMMENT ON FUNCTION "public"."delete_message"(uuid) IS 'Deletes a message of a conversation, for all who take part, for good in 30 days; a repeat changes nothing. Returns when it was deleted. PT401, PT403, PT404, PT409 while it streams.';

REVOKE ALL ON FUNCTION "public"."delete_message"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."delete_message"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "public"."delete_message"(uuid) FROM PUBLIC, "anon", "service_role";
