-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.read_moderation_patterns()
  RETURNS TABLE (
    id         bigint,
    category   text,
    direction  text,
    kind       text,
    content    text,
    action     text,
    source     text,
    created_at timestamp with time zone
  )
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  perform private.audit_as_admin('read_moderation_patterns', 'moderation', '{}');
  return query
    select pattern.id, pattern.category, pattern.direction, pattern.kind, pattern.content,
      pattern.action, pattern.source, pattern.created_at
    from private.moderation_pattern as pattern order by pattern.id;
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."read_moderation_patterns"() TO "authenticated";

COMMENT ON FUNCTION "public"."read_moderation_patterns"() IS 'The patterns in force: of the catalog, and those that admins added. PT403.';

REVOKE ALL ON FUNCTION "public"."read_moderation_patterns"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."read_moderation_patterns"() TO "postgres";

REVOKE ALL ON FUNCTION "public"."read_moderation_patterns"() FROM PUBLIC, "anon", "service_role";
