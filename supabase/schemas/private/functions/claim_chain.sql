-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.claim_chain (
  p_turn public.turns
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_link record;
  v_chain jsonb := '[]';
  v_must_see boolean := private.count_pictures(
    private.attached_assets(p_turn.user_message_id)) > 0;
begin
  for v_link in
    select asked.model, served.provider, model.context_tokens, model.capabilities,
      least(p_turn.max_output_tokens, model.max_output_tokens) as max_output_tokens,
      asked.may_continue, coalesce(breaker.state, 'closed') as state,
      private.image_tokens(asked.model) > 0 as sees,
      coalesce('reasoning' = any (model.capabilities), false) as reasons
    from (
      select p_turn.model as model, 0 as place, false as may_continue
      union all
      select fallback, place, may_continue from public.model_fallbacks
      where model = p_turn.model and exists (
        select from public.plans
        where slug = p_turn.plan and (plans.models is null or fallback = any (plans.models)))
    ) as asked
    left join public.models as model on model.id = asked.model
    cross join lateral (select coalesce(model.provider, 'openai') as provider) as served
    left join private.provider_breaker as breaker on breaker.provider = served.provider
    order by asked.place
  loop
    continue when v_must_see and not v_link.sees;
    -- Who tries a provider for all others is asked first: a later place may never be reached.
    continue when v_link.state <> 'closed'
      and (v_chain <> '[]' or not private.claim_probe(v_link.provider));
    v_chain := v_chain || jsonb_build_object(
      'model', v_link.model,
      'provider', v_link.provider,
      'context_tokens', v_link.context_tokens,
      'max_output_tokens', v_link.max_output_tokens,
      'sees', v_link.sees,
      'reasons', v_link.reasons,
      'continues_by', case when v_link.may_continue then (
        case when 'prefill' = any (v_link.capabilities) then 'prefill' else 'instruction' end) end);
  end loop;
  return v_chain;
end;
$function$;

COMMENT ON FUNCTION "private"."claim_chain"(public.turns) IS 'The model of a turn and its fallbacks in the plan, without providers that are left alone and, for a question with pictures, without models that cannot see; empty when none is left.';

REVOKE ALL ON FUNCTION "private"."claim_chain"(public.turns) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."claim_chain"(public.turns) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."claim_chain"(public.turns) TO "postgres";
