// media: what the media function takes and answers. Rows are read from media_assets.
import { z } from 'zod';
import { actionReceipt } from './completions.ts';
import { limitState } from './limits.ts';
import { moderationRules } from './moderation.ts';
import { providerName } from './providers.ts';

/** Bytes of one file; the same bounds as media_assets_size_bytes_check. */
export const MAX_BYTES = { image: 10 * 1024 * 1024, audio: 50 * 1024 * 1024 } as const;

/** Longest sides of the variants, in pixels. */
export const VARIANT_SIZES = { thumbnail: 150, small: 400, medium: 800, large: 1200 } as const;
export type VariantName = keyof typeof VARIANT_SIZES;
const variantName = z.enum(Object.keys(VARIANT_SIZES) as [VariantName, ...VariantName[]]);

/** `POST /functions/v1/media/uploads`: how many files are to come. */
export const uploadsRequest = z.strictObject({ count: z.int().min(1).max(10).default(1) });

/** What `begin_uploads` answers. */
export const begunUploads = z.object({
  uploads: z.array(z.object({ upload_id: z.uuid(), path: z.string() })),
  limits: z.array(limitState),
});

/** Where a file goes: `storage.from(bucket).uploadToSignedUrl(path, token, file)`. */
export interface UploadAddress {
  upload_id: string;
  bucket: string;
  path: string;
  token: string;
  signed_url: string;
}

/** `POST /functions/v1/media`: the file is there; what it is for. Again is the same asset. */
export const finishRequest = z
  .strictObject({
    upload_id: z.uuid(),
    purpose: z.enum(['message', 'avatar', 'gallery']).default('message'),
    character_id: z.uuid().optional(),
    /** How loud a sound is, in equal steps, as its sender has heard it: for compressed ones. */
    peaks: z.array(z.int().min(0).max(100)).min(1).max(200).optional(),
  })
  .refine(({ purpose, character_id }) => (purpose === 'gallery') === (character_id !== undefined), {
    path: ['character_id'],
    message: 'is for the gallery of a character, and needed there',
  });
export type FinishRequest = z.infer<typeof finishRequest>;

const ids = z.array(z.uuid()).min(1).max(100);

/** `POST /functions/v1/media/delete`: assets, or uploads that were not finished. */
export const deleteRequest = z.strictObject({ ids });

/** `POST /functions/v1/media/sign`: addresses of assets, for a while. */
export const signRequest = z.strictObject({
  ids,
  /** The original where it is absent or an asset does not have it. */
  variant: variantName.optional(),
  /** Seconds. What becomes premium in the meantime stays open for as long. */
  expires_in: z.int().min(1).max(3600).default(3600),
});
export type SignRequest = z.infer<typeof signRequest>;

/** A row of media_assets. */
export const mediaAsset = z.object({
  id: z.uuid(),
  character_id: z.uuid().nullable(),
  purpose: z.enum(['message', 'avatar', 'gallery']),
  kind: z.enum(['image', 'audio']),
  mime_type: z.string(),
  size_bytes: z.int(),
  width: z.int().nullable(),
  height: z.int().nullable(),
  duration_ms: z.int().nullable(),
  content_hash: z.string(),
  state: z.enum(['processing', 'ready', 'refused', 'failed']),
  error_code: z.string().nullable(),
  bucket: z.string(),
  folder: z.string(),
  original: z.string(),
  variants: z.array(variantName),
  blurhash: z.string().nullable(),
  peaks: z.array(z.int()).nullable(),
  transcript: z.string().nullable(),
  created_at: z.string(),
});
export type MediaAsset = z.infer<typeof mediaAsset>;

/** What `open_upload` answers. */
export const openedUpload = z.union([
  z.object({ asset: z.null(), path: z.string() }),
  z.object({ asset: mediaAsset, path: z.null() }),
]);
export type OpenedUpload = z.infer<typeof openedUpload>;

/** What `keep_upload` answers; a repeat is somebody else's to process. */
export const keptUpload = z.union([
  z.object({ asset: mediaAsset, is_repeat: z.literal(true) }),
  z.object({ asset: mediaAsset, is_repeat: z.literal(false), moderation: moderationRules }),
]);

/** What `resume_media` and `resume_lost_media` answer. */
export const mediaTask = z.object({
  asset: mediaAsset,
  path: z.string(),
  moderation: moderationRules,
});
export type MediaTask = z.infer<typeof mediaTask>;

/** What `take_leftovers` answers. */
export const leftovers = z.array(
  z.object({ id: z.int(), bucket: z.string(), paths: z.array(z.string()) }),
);

/** `POST /functions/v1/media/transcribe`: what is said in a sound. Again is the same, for free. */
export const transcribeRequest = z.strictObject({ asset_id: z.uuid() });

/** Voices of the provider. */
const voices = [
  ...['alloy', 'ash', 'ballad', 'coral', 'echo'],
  ...['fable', 'nova', 'onyx', 'sage', 'shimmer', 'verse'],
] as const;

/** `POST /functions/v1/media/speak`: an answer read aloud. Again is the same, for free. */
export const speakRequest = z.strictObject({
  message_id: z.uuid(),
  voice: z.enum(voices).default('alloy'),
});

/** A receipt of `begin_action` and who may be asked; a repeat is somebody else's to do. */
const begunAction = actionReceipt.extend({
  is_repeat: z.boolean(),
  providers: z.array(providerName),
});
export type BegunAction = z.infer<typeof begunAction>;

/** What `begin_transcription` answers: there already, or to be made. */
export const begunTranscription = z.object({
  asset: mediaAsset,
  action: begunAction.nullable(),
});

/** What `begin_speech` answers: there already, or to be made. */
export const begunSpeech = z.union([
  z.object({ asset: mediaAsset, action: z.null() }),
  z.object({
    asset: z.null(),
    action: begunAction,
    text: z.string(),
    asset_id: z.uuid(),
    folder: z.string(),
  }),
]);
