-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.untold_payment_objects (
  p_provider text,
  p_objects  jsonb
)
  RETURNS TABLE (
    kind       text,
    id         text,
    changed_at timestamp with time zone
  )
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  return query
    select object.kind, object.id, max(object.changed_at)
    from jsonb_to_recordset(p_objects) as object (kind text, id text, changed_at timestamptz)
    -- An event of a later change had the object read as it was then.
    where not exists (
      select from private.payment_event as event
      where event.provider = p_provider and event.object_id = object.id
        and event.object_kind = object.kind and event.occurred_at >= object.changed_at)
    group by object.kind, object.id;
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."untold_payment_objects"(text, jsonb) TO "service_role";

COMMENT ON FUNCTION "public"."untold_payment_objects"(text, jsonb) IS 'Of which of these objects no event has come since they changed.';

REVOKE ALL ON FUNCTION "public"."untold_payment_objects"(text, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."untold_payment_objects"(text, jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "public"."untold_payment_objects"(text, jsonb) FROM PUBLIC, "anon", "authenticated";
