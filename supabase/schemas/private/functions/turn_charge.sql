-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.turn_charge (
  p_turn          public.turns,
  p_state         text,
  p_output_tokens bigint,
  p_cost_micros   bigint
)
  RETURNS bigint
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return case
    when p_state = 'failed' then 0
    when p_turn.pricing = 'metered' then least(p_turn.held_credits,
      greatest(1, private.credits_of_cost(p_cost_micros)))
    when p_state = 'complete' then p_turn.held_credits
    else least(p_turn.held_credits, greatest(1, ceil(
      p_turn.held_credits::numeric * p_output_tokens / p_turn.max_output_tokens)::bigint))
  end;
end;
$function$;

COMMENT ON FUNCTION "private"."turn_charge"(public.turns, text, bigint, bigint) IS 'Credits for an answer, never more than was held. Metered: by its cost, at least one. Fixed: all when complete, else the delivered share of the token limit, rounded up and at least one.';

REVOKE ALL ON FUNCTION "private"."turn_charge"(public.turns, text, bigint, bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."turn_charge"(public.turns, text, bigint, bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."turn_charge"(public.turns, text, bigint, bigint) TO "postgres";
