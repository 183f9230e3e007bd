-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.review_moderation (
  p_decision_id bigint,
  p_review      text
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  perform private.audit_as_admin('review_moderation', p_decision_id::text,
    jsonb_build_object('review', p_review));
  if p_review is null or p_review not in ('upheld', 'overturned') then
    raise sqlstate 'PT400' using
      message = 'invalid_request',
      detail = jsonb_build_object('path', 'p_review')::text,
      hint = 'A decision is upheld or overturned.';
  end if;
  update private.moderation_decision set review = p_review
  where id = p_decision_id and action <> 'allow';
  if not found then
    raise sqlstate 'PT404' using
      message = 'decision_not_found', hint = 'There is no such decision to review.';
  end if;
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."review_moderation"(bigint, text) TO "authenticated";

COMMENT ON FUNCTION "public"."review_moderation"(bigint, text) IS 'Upholds or overturns a decision; the last word counts. A message whose block is overturned may be sent again under its id, and is not moderated then. PT400, PT403, PT404.';

REVOKE ALL ON FUNCTION "public"."review_moderation"(bigint, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."review_moderation"(bigint, text) TO "postgres";

REVOKE ALL ON FUNCTION "public"."review_moderation"(bigint, text) FROM PUBLIC, "anon", "service_role";
