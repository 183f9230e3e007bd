-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.unseen_payment_events (
  p_provider     text,
  p_provider_ids text[]
)
  RETURNS SETOF text
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  return query
    select told from unnest(p_provider_ids) as told
    where not exists (
      select from private.payment_event where provider = p_provider and provider_id = told);
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."unseen_payment_events"(text, text[]) TO "service_role";

COMMENT ON FUNCTION "public"."unseen_payment_events"(text, text[]) IS 'Which of these events of a provider have not come.';

REVOKE ALL ON FUNCTION "public"."unseen_payment_events"(text, text[]) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."unseen_payment_events"(text, text[]) TO "postgres";

REVOKE ALL ON FUNCTION "public"."unseen_payment_events"(text, text[]) FROM PUBLIC, "anon", "authenticated";
