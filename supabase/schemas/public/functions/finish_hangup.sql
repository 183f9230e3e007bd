-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.finish_hangup (
  p_message_id bigint,
  p_call_id    text,
  p_is_known   boolean
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  -- Nobody connected yet, perhaps: somebody still may.
  perform from private.voice_call
  where call_id = p_call_id and not p_is_known and opened_at > now() - interval '1 minute';
  if found then
    perform pgmq.set_vt('hangups', p_message_id, 5);
    return;
  end if;
  update private.voice_call set state = 'over', over_at = now()
  where call_id = p_call_id and state = 'ending';
  perform pgmq.delete('hangups', p_message_id);
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."finish_hangup"(bigint, text, boolean) TO "service_role";

COMMENT ON FUNCTION "public"."finish_hangup"(bigint, text, boolean) IS 'OpenAI hung up, or knows no such call. Of a call younger than a minute the latter is no proof that nobody can connect: it is asked again each 5 seconds until then.';

REVOKE ALL ON FUNCTION "public"."finish_hangup"(bigint, text, boolean) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."finish_hangup"(bigint, text, boolean) TO "postgres";

REVOKE ALL ON FUNCTION "public"."finish_hangup"(bigint, text, boolean) FROM PUBLIC, "anon", "authenticated";
