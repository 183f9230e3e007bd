-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.fund_action (
  p_action public.actions,
  p_kind   private.action_kind,
  p_ip     inet,
  p_lasts  interval
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_plan public.plans;
  v_limits jsonb;
begin
  perform private.open_wallet(p_action.user_id);
  -- Not the action's: the plan, or all plans, may have changed while this waited for the wallet.
  v_plan := private.current_plan(p_action.user_id);
  update public.actions set plan = v_plan.slug where id = p_action.id and plan <> v_plan.slug;
  if p_kind.feature is not null then
    perform private.require_feature(v_plan, p_kind.feature);
  end if;
  -- Which model hears and speaks is the product's choice: a plan's models are those that answer.
  if p_action.model is not null and p_action.action not in ('transcription', 'speech') then
    perform private.require_model(v_plan, p_action.model);
  end if;
  v_limits := private.take_allowance(v_plan.slug, p_action.user_id, p_ip, null, array[
    row('requests', 1),
    row('tokens', coalesce(p_action.input_tokens_estimate, 0)
      + coalesce(p_action.max_output_tokens, 0)),
    row('credits', p_action.held_credits),
    row(case p_action.action when 'completion' then 'streams' end,
      private.open_answers(p_action.user_id)),
    row(p_kind.meter,
      coalesce(ceil(p_action.units_estimate::numeric / p_kind.units_per_count)::bigint, 1))
  ]::private.take[], p_action.hold_id, p_action.api_key_id);
  perform private.hold(p_action.user_id, p_action.held_credits,
    format('action:%s', p_action.id), p_action.action, p_lasts, p_action.hold_id);
  return v_limits;
end;
$function$;

COMMENT ON FUNCTION "private"."fund_action"(public.actions, private.action_kind, inet, interval) IS 'Counts an action, whose row is there, against all limits and holds its price, if the plan includes it. PT402, PT403, PT429.';

REVOKE ALL ON FUNCTION "private"."fund_action"(public.actions, private.action_kind, inet, interval) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."fund_action"(public.actions, private.action_kind, inet, interval) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."fund_action"(public.actions, private.action_kind, inet, interval) TO "postgres";
