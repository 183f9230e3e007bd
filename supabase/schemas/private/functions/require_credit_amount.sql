-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.require_credit_amount (
  p_amount bigint
)
  RETURNS void
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
begin
  -- A thousand times what a plan or a pack may give: beyond it somebody made a mistake.
  if p_amount is null or p_amount not between 1 and 1000000000000 then
    raise sqlstate 'PT400' using
      message = 'invalid_amount',
      detail = jsonb_build_object('amount', p_amount)::text,
      hint = 'Credits are granted in whole positive numbers.';
  end if;
end;
$function$;

COMMENT ON FUNCTION "private"."require_credit_amount"(bigint) IS 'Refuses an amount that nobody means; PT400.';

REVOKE ALL ON FUNCTION "private"."require_credit_amount"(bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."require_credit_amount"(bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."require_credit_amount"(bigint) TO "postgres";
