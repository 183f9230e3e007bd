-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.count_usage (
  p_input_tokens_estimate bigint,
  p_bytes                 bigint,
  p_usage                 private.token_usage
)
  RETURNS private.token_usage
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
begin
  -- A provider that was cut off reports no tokens: four bytes of text count as one. The estimate
  -- is a bound, of three bytes a token.
  p_usage.output_tokens := coalesce(p_usage.output_tokens, ceil(p_bytes / 4.0));
  p_usage.input_tokens := coalesce(p_usage.input_tokens, ceil(p_input_tokens_estimate * 0.75));
  return p_usage;
end;
$function$;

COMMENT ON FUNCTION "private"."count_usage"(bigint, bigint, private.token_usage) IS 'The tokens of an answer: as reported, or as far as they can be counted.';

REVOKE ALL ON FUNCTION "private"."count_usage"(bigint, bigint, private.token_usage) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."count_usage"(bigint, bigint, private.token_usage) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."count_usage"(bigint, bigint, private.token_usage) TO "postgres";
