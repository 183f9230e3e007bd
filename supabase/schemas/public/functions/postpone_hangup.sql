-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.postpone_hangup (
  p_message_id bigint
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  update private.voice_call set state = 'unknown'
  where ending_at < now() - interval '2 hours' and state = 'ending' and call_id = (
    select message ->> 'call_id' from pgmq.q_hangups where msg_id = p_message_id);
  if found then
    perform pgmq.delete('hangups', p_message_id);
  else
    perform pgmq.set_vt('hangups', p_message_id, least(60, 2 ^ least(read_ct, 6))::integer)
    from pgmq.q_hangups where msg_id = p_message_id;
  end if;
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."postpone_hangup"(bigint) TO "service_role";

COMMENT ON FUNCTION "public"."postpone_hangup"(bigint) IS 'OpenAI did not say that a call is over: it is asked again in 2 s, 4 s ... a minute, for two hours.';

REVOKE ALL ON FUNCTION "public"."postpone_hangup"(bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."postpone_hangup"(bigint) TO "postgres";

REVOKE ALL ON FUNCTION "public"."postpone_hangup"(bigint) FROM PUBLIC, "anon", "authenticated";
