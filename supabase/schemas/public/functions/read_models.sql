-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.read_models (
  p_user_id  uuid DEFAULT NULL::uuid,
  p_key_hash text DEFAULT NULL::text
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_key public.api_keys := private.require_api_caller(p_user_id, p_key_hash, 'models');
  v_plan public.plans := private.current_plan(v_key.user_id);
begin
  perform private.require_feature(v_plan, 'api');
  perform private.note_api_key_use(v_key.id);
  return (
    select coalesce(jsonb_agg(jsonb_build_object(
      'id', id, 'provider', provider, 'name', name, 'context_tokens', context_tokens,
      'max_output_tokens', max_output_tokens, 'capabilities', capabilities) order by id), '[]')
    from public.models
    where state = 'offered' and (v_plan.models is null or id = any (v_plan.models)));
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."read_models"(uuid, text) TO "service_role";

COMMENT ON FUNCTION "public"."read_models"(uuid, text) IS 'The models that a person or a key may ask, one of both. PT401, PT403.';

REVOKE ALL ON FUNCTION "public"."read_models"(uuid, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."read_models"(uuid, text) TO "postgres";

REVOKE ALL ON FUNCTION "public"."read_models"(uuid, text) FROM PUBLIC, "anon", "authenticated";
