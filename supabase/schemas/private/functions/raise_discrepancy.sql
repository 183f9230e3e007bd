-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.raise_discrepancy (
  p_cashout_id uuid,
  p_kind       text,
  p_details    jsonb
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
begin
  insert into private.payout_discrepancy as open (cashout_id, kind, details)
  values (p_cashout_id, p_kind, p_details)
  on conflict (kind, cashout_id) where resolved_at is null do update
  set details = excluded.details, seen_at = now();
  raise warning 'payout discrepancy: % of cashout %', p_kind, p_cashout_id;
end;
$function$;

COMMENT ON FUNCTION "private"."raise_discrepancy"(uuid, text, jsonb) IS 'Notes what does not agree; once while it is not resolved. The log has it too.';

REVOKE ALL ON FUNCTION "private"."raise_discrepancy"(uuid, text, jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."raise_discrepancy"(uuid, text, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."raise_discrepancy"(uuid, text, jsonb) TO "postgres";
