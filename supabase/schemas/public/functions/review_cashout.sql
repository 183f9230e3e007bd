-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.review_cashout (
  p_id       uuid,
  p_decision text,
  p_note     text
)
  RETURNS text
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_cashout public.cashouts;
begin
  perform private.audit_as_admin('review_cashout', p_id::text, jsonb_build_object(
    'decision', p_decision, 'note', left(p_note, 500)));
  v_cashout := private.lock_cashout(p_id);
  if p_decision = 'approve' then
    v_cashout := private.approve(v_cashout);
  elsif p_decision = 'refuse' then
    v_cashout := private.end_cashout(v_cashout, 'refused', p_note);
  -- Of one whose outcome nobody knew, an admin has looked at PayPal's own pages.
  elsif p_decision = 'failed' and v_cashout.state = 'sending' then
    v_cashout := private.end_cashout(v_cashout, 'failed', p_note);
  else
    raise sqlstate 'PT409' using
      message = 'illegal_state_move',
      detail = jsonb_build_object('state', v_cashout.state, 'decision', p_decision)::text,
      hint = 'Only what waits is decided: approve or refuse it, or failed, while it is sending.';
  end if;
  return v_cashout.state;
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."review_cashout"(uuid, text, text) TO "authenticated";

COMMENT ON FUNCTION "public"."review_cashout"(uuid, text, text) IS 'An admin decides about a cashout: approve, refuse, or failed; the note of the latter two is told the person. Returns the state. PT403, PT404, PT409.';

REVOKE ALL ON FUNCTION "public"."review_cashout"(uuid, text, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."review_cashout"(uuid, text, text) TO "postgres";

REVOKE ALL ON FUNCTION "public"."review_cashout"(uuid, text, text) FROM PUBLIC, "anon", "service_role";
