-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.joined_usage (
  p_usage    private.token_usage,
  p_attempts jsonb
)
  RETURNS private.token_usage
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
declare
  v_lost bigint := ceil(private.lost_bytes(p_attempts) / 4.0);
begin
  -- What was lost is input of the model that went on: the person pays for it once, as output.
  -- A count below nothing stays one, and is refused by the receipt.
  if p_usage.input_tokens > 0 then
    p_usage.input_tokens := greatest(p_usage.input_tokens - v_lost, 0);
  end if;
  p_usage.output_tokens := p_usage.output_tokens + v_lost;
  return p_usage;
end;
$function$;

COMMENT ON FUNCTION "private"."joined_usage"(private.token_usage, jsonb) IS 'The tokens of an answer that several models gave, as if one had: by the usage of the last.';

REVOKE ALL ON FUNCTION "private"."joined_usage"(private.token_usage, jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."joined_usage"(private.token_usage, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."joined_usage"(private.token_usage, jsonb) TO "postgres";
