-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.turn_takes (
  p_state text,
  p_usage private.token_usage
)
  RETURNS private.take[]
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
declare
  -- Of what failed something was seen where tokens came: thoughts, or words that were blocked.
  v_is_delivered bigint := (p_state <> 'failed' or p_usage.output_tokens > 0)::integer;
begin
  return array[
    row('requests', v_is_delivered), row('messages', v_is_delivered),
    row('text_messages', v_is_delivered), row('audio_messages', v_is_delivered),
    row('media_messages', v_is_delivered),
    -- Of what was delivered as many as were sent.
    row('attachments', case p_state when 'failed' then 0 end),
    row('tokens', v_is_delivered * (
      coalesce(p_usage.input_tokens, 0) + coalesce(p_usage.output_tokens, 0)))
  ]::private.take[];
end;
$function$;

COMMENT ON FUNCTION "private"."turn_takes"(text, private.token_usage) IS 'What a turn counts in the end: nothing when it failed before anything was seen of its answer.';

REVOKE ALL ON FUNCTION "private"."turn_takes"(text, private.token_usage) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."turn_takes"(text, private.token_usage) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."turn_takes"(text, private.token_usage) TO "postgres";
