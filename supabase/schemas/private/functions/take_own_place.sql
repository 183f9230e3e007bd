-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.take_own_place (
  p_user_id uuid
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_plan public.plans;
begin
  perform private.open_wallet(p_user_id);
  v_plan := private.current_plan(p_user_id);
  perform private.require_feature(v_plan, 'own_characters');
  perform private.take_allowance(v_plan.slug, p_user_id, null, null,
    array[row('own_characters', 1)::private.take], null);
end;
$function$;

COMMENT ON FUNCTION "private"."take_own_place"(uuid) IS 'Locks a person''s wallet and makes sure that they may keep one character more. PT403, PT429.';

REVOKE ALL ON FUNCTION "private"."take_own_place"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."take_own_place"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."take_own_place"(uuid) TO "postgres";
