-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.turn_charge (
  p_state             text,
  p_held_credits      bigint,
  p_text              text,
  p_output_tokens     integer,
  p_max_output_tokens integer
)
  RETURNS bigint
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
begin
  return case p_state
    when 'complete' then p_held_credits
    when 'failed' then 0
    else least(p_held_credits, greatest(1, ceil(
      p_held_credits::numeric
      -- A provider that was cut off reports no tokens: four bytes of text count as one.
      * coalesce(p_output_tokens, ceil(octet_length(p_text) / 4.0))
      / p_max_output_tokens)::bigint))
  end;
end;
$function$;

COMMENT ON FUNCTION "private"."turn_charge"(text, bigint, text, integer, integer) IS 'Credits for an answer: all when complete, the delivered share of the token limit, rounded up and at least one, when stopped or interrupted, none when failed; never more than was held.';

REVOKE ALL ON FUNCTION "private"."turn_charge"(text, bigint, text, integer, integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."turn_charge"(text, bigint, text, integer, integer) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."turn_charge"(text, bigint, text, integer, integer) TO "postgres";
