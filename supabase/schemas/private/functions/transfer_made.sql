-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.transfer_made (
  p_operation_key text,
  p_legs          private.ledger_leg[]
)
  RETURNS bigint
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
declare
  v_id bigint;
begin
  select id into strict v_id
  from private.ledger_transfer where operation_key = p_operation_key;
  if exists (
    (select account_id, amount from unnest(p_legs) where amount <> 0
     except all
     select account_id, amount from private.ledger_entry where transfer_id = v_id)
    union all
    (select account_id, amount from private.ledger_entry where transfer_id = v_id
     except all
     select account_id, amount from unnest(p_legs) where amount <> 0)
  ) then
    raise sqlstate 'PT409' using
      message = 'idempotency_conflict',
      detail = jsonb_build_object('operation_key', p_operation_key)::text,
      hint = 'This operation was already made with other amounts.';
  end if;
  return v_id;
end;
$function$;

COMMENT ON FUNCTION "private"."transfer_made"(text, private.ledger_leg[]) IS 'The id of the transfer already made under a key; PT409 when its entries are not these.';

REVOKE ALL ON FUNCTION "private"."transfer_made"(text, private.ledger_leg[]) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."transfer_made"(text, private.ledger_leg[]) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."transfer_made"(text, private.ledger_leg[]) TO "postgres";
