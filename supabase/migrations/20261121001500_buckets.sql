-- buckets: where files are kept, and who reads them through Storage.
-- Callers: storage-js, as the person whose token it has; the media function, as the service.
--
--   uploads     what somebody sent, as it came: nobody reads it; a day at most
--   avatars     <person>/<asset>/...                pictures of profiles and characters; public
--   media       user-content/<person>/<asset>/...   pictures and sound of messages
--   galleries   <character>/<asset>/...             pictures of characters: nobody reads them here
--                                                   (galleries migration)
--   datasets    <person>/...                        training data
--   exports     <person>/...                        what somebody asked to be given; a day at most
--
-- Only the service writes. A person uploads to a signed address, which the media function makes
-- after it has counted; what they sent moves on when its content was looked at and cleaned.

insert into storage.buckets (id, name, public, file_size_limit, allowed_mime_types)
select id, id, id = 'avatars', megabytes * 1048576, types
from (values
  ('uploads', 50, array['image/*', 'audio/*', 'video/webm', 'video/mp4']),
  ('avatars', 10, array['image/jpeg', 'image/png', 'image/webp', 'image/gif']),
  ('media', 50, array['image/jpeg', 'image/png', 'image/webp', 'image/gif',
    'audio/mpeg', 'audio/wav', 'audio/mp4', 'audio/ogg', 'audio/webm']),
  ('galleries', 10, array['image/jpeg', 'image/png', 'image/webp', 'image/gif']),
  ('datasets', 50, array['application/jsonl', 'application/json', 'text/csv', 'text/plain']),
  ('exports', 50, array['application/json', 'text/csv', 'text/markdown', 'text/plain'])
) as bucket (id, megabytes, types);

create policy "People read their own files"
  on storage.objects for select to authenticated
  using ((select private.is_active()) and (
    bucket_id = 'media' and (storage.foldername(name))[1] = 'user-content'
      and (storage.foldername(name))[2] = (select auth.uid())::text
    or bucket_id in ('datasets', 'exports')
      and (storage.foldername(name))[1] = (select auth.uid())::text));
