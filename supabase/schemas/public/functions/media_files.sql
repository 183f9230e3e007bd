-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.media_files (
  p_ids     uuid[],
  p_variant text   DEFAULT NULL::text
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object('id', id, 'bucket', bucket,
      'path', folder || '/' || case when p_variant = any (variants) then p_variant || '.webp'
        else original end)), '[]')
    from public.media_assets
    where id = any (p_ids) and state = 'ready' and (owner_id = auth.uid()
      or purpose = 'message' and private.may_read_attached_file(folder || '/' || original)
      or purpose = 'gallery' and private.may_read_gallery_file(folder || '/' || original)));
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."media_files"(uuid[], text) TO "authenticated";

COMMENT ON FUNCTION "public"."media_files"(uuid[], text) IS 'Where in Storage those assets are that the caller may read: a variant, or the original where it is not made.';

REVOKE ALL ON FUNCTION "public"."media_files"(uuid[], text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."media_files"(uuid[], text) TO "postgres";

REVOKE ALL ON FUNCTION "public"."media_files"(uuid[], text) FROM PUBLIC, "anon", "service_role";
