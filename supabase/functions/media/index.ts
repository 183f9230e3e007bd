// media: pictures and sound: where to upload them, what becomes of them, how to see them.
//   POST /functions/v1/media/uploads   signed addresses to upload to, counted by the plan
//   POST /functions/v1/media           the file is there: look at it, clean it, keep it
//   POST /functions/v1/media/sign      signed addresses to read assets from
//   POST /functions/v1/media/delete    assets with their files
//   POST /functions/v1/media/transcribe   what is said in a voice message; paid, once
//   POST /functions/v1/media/speak     an answer read aloud; paid, once
//   POST /functions/v1/media/work      what nobody came back for; by the database (WORKER_SECRET)
// Bodies: shared/contracts/media.ts. Lists and states are rows of media_assets.
import {
  deleteRequest,
  finishRequest,
  signRequest,
  speakRequest,
  transcribeRequest,
  uploadsRequest,
} from '../../../shared/contracts/media.ts';
import { authenticate } from '../_shared/authenticate.ts';
import { createApp } from '../_shared/create-app.ts';
import { waitUntil } from '../_shared/edge-runtime.ts';
import { limitHeaders } from '../_shared/limit-headers.ts';
import { parseBody } from '../_shared/parse-body.ts';
import { requireWorkerSecret } from '../_shared/require-worker-secret.ts';
import { beginUploads } from './begin-uploads.ts';
import { deleteMedia } from './delete-media.ts';
import { finishUpload } from './finish-upload.ts';
import { signMedia } from './sign-media.ts';
import { speak } from './speak.ts';
import { transcribe } from './transcribe.ts';
import { workOffMedia } from './work-off-media.ts';

const app = createApp('media');

app.post('/uploads', async ({ req, json }) => {
  const caller = await authenticate(req.raw);
  const { uploads, limits } = await beginUploads(caller, await parseBody(req, uploadsRequest));
  return json({ uploads }, 200, limitHeaders(limits));
});

app.post('/', async ({ req, json }) => {
  const caller = await authenticate(req.raw);
  const asset = await finishUpload(caller, await parseBody(req, finishRequest));
  return json({ asset }, asset.state === 'processing' ? 202 : 200);
});

app.post('/sign', async ({ req, json }) => {
  const caller = await authenticate(req.raw);
  return json({ urls: await signMedia(caller, await parseBody(req, signRequest)) });
});

app.post('/delete', async ({ req, json }) => {
  const caller = await authenticate(req.raw);
  const { ids } = await parseBody(req, deleteRequest);
  return json({ deleted: await deleteMedia(caller, ids) });
});

app.post('/transcribe', async ({ req, json }) => {
  const caller = await authenticate(req.raw);
  return json({ text: await transcribe(caller, await parseBody(req, transcribeRequest)) });
});

app.post('/speak', async ({ req, json }) => {
  const caller = await authenticate(req.raw);
  return json({ asset: await speak(caller, await parseBody(req, speakRequest)) });
});

app.post('/work', async ({ req, body }) => {
  await requireWorkerSecret(req.raw);
  waitUntil(workOffMedia());
  return body(null, 202);
});

export default { fetch: app.fetch };
