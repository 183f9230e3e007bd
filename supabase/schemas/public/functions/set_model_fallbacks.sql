-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.set_model_fallbacks (
  p_model     text,
  p_fallbacks jsonb
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  perform private.audit_as_admin('set_model_fallbacks', left(p_model, 100),
    jsonb_build_object('fallbacks', p_fallbacks));
  -- Two admins at once: the second list replaces the first one, it is not mixed with it.
  perform from public.models where id = p_model for no key update;
  perform private.put_model_fallbacks(p_model, p_fallbacks);
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."set_model_fallbacks"(text, jsonb) TO "authenticated";

COMMENT ON FUNCTION "public"."set_model_fallbacks"(text, jsonb) IS 'Replaces the models that answer instead of one: [{model, may_continue}], at most five, in their order; an empty list removes them. PT400, PT403, PT404.';

REVOKE ALL ON FUNCTION "public"."set_model_fallbacks"(text, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."set_model_fallbacks"(text, jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "public"."set_model_fallbacks"(text, jsonb) FROM PUBLIC, "anon", "service_role";
