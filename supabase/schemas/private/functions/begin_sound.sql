-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.begin_sound (
  p_user_id   uuid,
  p_action    text,
  p_key       text,
  p_units     bigint,
  p_model     text,
  p_ip        inet,
  p_providers text[]
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_action jsonb := public.begin_action(p_user_id, p_action, p_key, p_units, p_model, p_ip);
begin
  return v_action || jsonb_build_object('providers', case
    when (v_action ->> 'is_repeat')::boolean then '{}'
    else private.require_working_providers(p_providers) end);
end;
$function$;

COMMENT ON FUNCTION "private"."begin_sound"(uuid, text, text, bigint, text, inet, text[]) IS 'Starts an action on sound, with the providers that may be asked, or returns the one that its key started; none while all are left alone. PT402, PT403, PT404, PT429, PT503.';

REVOKE ALL ON FUNCTION "private"."begin_sound"(uuid, text, text, bigint, text, inet, text[]) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."begin_sound"(uuid, text, text, bigint, text, inet, text[]) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."begin_sound"(uuid, text, text, bigint, text, inet, text[]) TO "postgres";
