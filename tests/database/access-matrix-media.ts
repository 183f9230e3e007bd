// access-matrix-media: the access list of uploads, assets, galleries and files in Storage.
import type pg from 'pg';
import {
  activePeople,
  activeReadOwn,
  memberReads,
  nobody,
  ofPerson,
  ofTurn,
  people,
  readOwn,
  serviceReads,
} from './access-matrix-access.ts';
import type { Actor, Expectation } from './access-matrix-expectation.ts';

const OPEN = '00000000-0000-4000-8000-0000000000aa';
const PREMIUM = '00000000-0000-4000-8000-0000000000bb';
const DRAFT = '00000000-0000-4000-8000-0000000000cc';
const operations = ['select', 'insert', 'update', 'delete'] as const;
const files = ['own', 'foreign', 'upload', 'open', 'premium', 'draft'];
const ofGallery: Expectation['rows'] = { any: () => ({ asset_id: OPEN }) };

export const mediaTables: Record<string, Expectation> = {
  'public.media_assets': {
    rows: ofPerson(({ id }) => ({ id })),
    access: [...activeReadOwn, serviceReads],
  },
  'public.message_attachments': {
    rows: ofTurn(({ conversationId }) => ({ conversation_id: conversationId })),
    access: [readOwn, memberReads, serviceReads],
  },
  'private.media_upload': { rows: ofPerson(({ id }) => ({ user_id: id })), access: nobody },
  'private.leftover': { rows: { any: () => ({ bucket: 'matrix' }) }, access: nobody },
  'private.gallery_item': { rows: ofGallery, access: nobody },
  'private.gallery_view': { rows: ofGallery, access: nobody },
  'public.message_speeches': {
    rows: ofPerson(({ id, turn }) => (turn ? { asset_id: id } : undefined)),
    access: [...activeReadOwn, serviceReads],
  },
  'storage.objects': {
    // The platform grants everything to everybody: what is left to policies, these lines say.
    isPlatforms: true,
    rows: {
      ...ofPerson(({ id }) => ({ id })),
      upload: () => ({ name: 'matrix-upload' }),
      open: () => ({ id: OPEN }),
      premium: () => ({ id: PREMIUM }),
      draft: () => ({ id: DRAFT }),
    },
    access: [
      ...operations.map((may) => ({ who: ['anonymous', ...people] as const, may, rows: [] })),
      { who: activePeople, may: 'select', rows: ['own'] },
      ...operations.map((may) => ({ who: ['service'] as const, may, rows: files })),
    ],
  },
};

/** Galleries of a character that is published and of one that is not. */
export async function createGalleryRows(client: pg.ClientBase, characterId: string): Promise<void> {
  await client.query(`insert into auth.users (id, email) values ($1, 'matrix-maker@parley.test')`, [
    OPEN,
  ]);
  await client.query(
    `with item (id, character_id, is_premium) as (
       select $2::uuid, $1::uuid, false
       union all select $3::uuid, $1::uuid, true
       union all select $4::uuid, id, false from public.characters where slug = 'matrix-draft'
     ), asset as (
       insert into public.media_assets (id, owner_id, character_id, purpose, kind, mime_type,
         size_bytes, width, height, content_hash, original, state)
       select id, $2, character_id, 'gallery', 'image', 'image/png', 1, 1, 1,
         encode(sha256(convert_to(id::text, 'UTF8')), 'hex'), 'original.png', 'ready'
       from item
     ), shown as (
       insert into private.gallery_item (asset_id, character_id, is_premium)
       select id, character_id, is_premium from item
     ), seen as (
       insert into private.gallery_view (asset_id, viewer_id, viewed_on)
       values ($2, $2, current_date)
     ), left_over as (
       insert into private.leftover (bucket, folder) values ('matrix', 'matrix')
     ), upload as (
       insert into storage.objects (bucket_id, name) values ('uploads', 'matrix-upload')
     )
     insert into storage.objects (id, bucket_id, name)
     select id, 'galleries', character_id || '/' || id || '/original.png' from item`,
    [characterId, OPEN, PREMIUM, DRAFT],
  );
}

/** A person's upload, and a picture with its file. */
export async function leaveMedia(client: pg.ClientBase, id: string): Promise<void> {
  await client.query(
    `with upload as (
       insert into private.media_upload (user_id) values ($1)
     ), asset as (
       insert into public.media_assets (id, owner_id, purpose, kind, mime_type, size_bytes, width,
         height, content_hash, original, state)
       values ($1, $1, 'message', 'image', 'image/png', 1, 1, 1, repeat('0', 64), 'original.png',
         'ready')
       returning id, folder
     )
     insert into storage.objects (id, bucket_id, name)
     select id, 'media', folder || '/original.png' from asset`,
    [id],
  );
}

export const mediaFunctions: Record<string, readonly Actor[]> = {
  'public.begin_uploads': ['service'],
  'public.open_upload': ['service'],
  'public.keep_upload': ['service'],
  'public.resume_media': ['service'],
  'public.finish_media': ['service'],
  'public.resume_lost_media': ['service'],
  'public.delete_media': ['service'],
  'public.take_leftovers': ['service'],
  'public.forget_leftovers': ['service'],
  'public.begin_transcription': ['service'],
  'public.settle_transcription': ['service'],
  'public.begin_speech': ['service'],
  'public.settle_speech': ['service'],
  'public.media_files': people,
  'public.read_gallery': people,
  'public.view_gallery_item': people,
  'public.set_gallery_item': people,
  'private.as_told': people,
  'private.attachment_list': people,
};
