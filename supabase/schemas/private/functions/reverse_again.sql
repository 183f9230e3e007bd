-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.reverse_again (
  p_membership public.memberships
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
begin
  perform private.reverse_purchase(id, reversed_cents, undue_credits) from public.payments
  where p_membership.operation_key like 'payment:%' and reversed_cents > 0
    and id = private.as_uuid(split_part(p_membership.operation_key, ':', 2));
end;
$function$;

COMMENT ON FUNCTION "private"."reverse_again"(public.memberships) IS 'Takes back of what a membership has just granted as much as was paid back of its payment.';

REVOKE ALL ON FUNCTION "private"."reverse_again"(public.memberships) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."reverse_again"(public.memberships) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."reverse_again"(public.memberships) TO "postgres";
