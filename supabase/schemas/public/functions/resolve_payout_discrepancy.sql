-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.resolve_payout_discrepancy (
  p_id   bigint,
  p_note text
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  perform private.audit_as_admin('resolve_payout_discrepancy', p_id::text, jsonb_build_object(
    'note', left(p_note, 500)));
  if p_note is null or p_note !~ '\S' or char_length(p_note) > 500 then
    raise sqlstate 'PT400' using
      message = 'invalid_request',
      detail = jsonb_build_object('path', 'p_note')::text,
      hint = 'Say in 1 to 500 characters what was done.';
  end if;
  update private.payout_discrepancy set resolved_at = now(), note = p_note
  where id = p_id and resolved_at is null;
  if not found then
    raise sqlstate 'PT404' using
      message = 'discrepancy_not_found', hint = 'There is no such open discrepancy.';
  end if;
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."resolve_payout_discrepancy"(bigint, text) TO "authenticated";

COMMENT ON FUNCTION "public"."resolve_payout_discrepancy"(bigint, text) IS 'Notes what was done about a discrepancy. PT400, PT403, PT404.';

REVOKE ALL ON FUNCTION "public"."resolve_payout_discrepancy"(bigint, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."resolve_payout_discrepancy"(bigint, text) TO "postgres";

REVOKE ALL ON FUNCTION "public"."resolve_payout_discrepancy"(bigint, text) FROM PUBLIC, "anon", "service_role";
