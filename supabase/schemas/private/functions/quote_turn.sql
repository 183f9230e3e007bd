-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.quote_turn (
  p_plan            public.plans,
  p_character       public.characters,
  p_conversation_id uuid,
  p_text            text,
  p_attachments     uuid[]
)
  RETURNS private.turn_quote
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
declare
  v_quote private.turn_quote;
  v_price private.model_price;
  v_pictures bigint := private.count_pictures(p_attachments);
begin
  if v_pictures > 0 then
    perform private.require_sight(p_character);
  end if;
  v_quote.plan := p_plan;
  v_quote.credits := p_character.credit_price;
  if p_character.pricing = 'metered' or exists (
    select from public.plan_limits where plan = p_plan.slug and meter = 'tokens')
  then
    v_quote.input_tokens := private.bound_input_tokens(
      p_character, p_conversation_id, p_text, v_pictures);
  end if;
  if p_character.pricing = 'metered' then
    v_price := private.model_price_at(null, p_character.model, now(), v_quote.input_tokens);
    perform private.require_model_price(p_character.model, v_price);
    v_quote.credits := private.credits_of_cost(private.bound_cost(
      v_price, v_quote.input_tokens, p_character.max_output_tokens));
  end if;
  return v_quote;
end;
$function$;

COMMENT ON FUNCTION "private"."quote_turn"(public.plans, public.characters, uuid, text, uuid[]) IS 'What a turn may cost at most under a plan. PT422 for pictures that the model cannot see, PT503 for a metered model without a price.';

REVOKE ALL ON FUNCTION "private"."quote_turn"(public.plans, public.characters, uuid, text, uuid[]) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."quote_turn"(public.plans, public.characters, uuid, text, uuid[]) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."quote_turn"(public.plans, public.characters, uuid, text, uuid[]) TO "postgres";
