-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE POLICY "People read their own files" ON "storage"."objects"
  FOR SELECT
  TO "authenticated"
  USING
    ((( SELECT private.is_active() AS is_active) AND (((bucket_id = 'media'::text) AND ((storage.foldername(name))[1] = 'user-content'::text) AND ((storage.foldername(name))[2] =
    (( SELECT auth.uid() AS uid))::text)) OR
    ((bucket_id = ANY (ARRAY['datasets'::text, 'exports'::text])) AND ((storage.foldername(name))[1] = (( SELECT auth.uid() AS uid))::text)))));
