-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.action_charge (
  p_action        public.actions,
  p_state         text,
  p_units         bigint,
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
    when p_state = 'interrupted' and p_action.pricing = 'fixed' then least(p_action.held_credits,
      greatest(1, ceil(p_action.held_credits::numeric * p_output_tokens
        / greatest(1, p_action.max_output_tokens))::bigint))
    else least(p_action.held_credits, coalesce(
      private.action_credits(p_action, p_units, p_cost_micros), p_action.held_credits)) end;
end;
$function$;

COMMENT ON FUNCTION "private"."action_charge"(public.actions, text, bigint, bigint, bigint) IS 'Credits for what was done, never more than was held: all that was held where that is not known.';

REVOKE ALL ON FUNCTION "private"."action_charge"(public.actions, text, bigint, bigint, bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."action_charge"(public.actions, text, bigint, bigint, bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."action_charge"(public.actions, text, bigint, bigint, bigint) TO "postgres";
