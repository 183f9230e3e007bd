-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.approve (
  p_cashout public.cashouts
)
  RETURNS public.cashouts
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_cashout public.cashouts;
begin
  update public.cashouts set state = 'approved', approved_at = now() where id = p_cashout.id
  returning * into v_cashout;
  perform private.queue_cashout(v_cashout.id);
  return v_cashout;
end;
$function$;

COMMENT ON FUNCTION "private"."approve"(public.cashouts) IS 'Lets a cashout be paid. PT409.';

REVOKE ALL ON FUNCTION "private"."approve"(public.cashouts) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."approve"(public.cashouts) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."approve"(public.cashouts) TO "postgres";
