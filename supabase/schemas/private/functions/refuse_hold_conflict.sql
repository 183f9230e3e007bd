-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.refuse_hold_conflict (
  p_operation_key text
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
begin
  raise sqlstate 'PT409' using
    message = 'idempotency_conflict',
    detail = jsonb_build_object('operation_key', p_operation_key)::text,
    hint = 'This operation already holds something else.';
end;
$function$;

COMMENT ON FUNCTION "private"."refuse_hold_conflict"(text) IS 'Raises PT409 for a key in other use.';

REVOKE ALL ON FUNCTION "private"."refuse_hold_conflict"(text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."refuse_hold_conflict"(text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."refuse_hold_conflict"(text) TO "postgres";
