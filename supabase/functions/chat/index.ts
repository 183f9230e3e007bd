// chat: a person's message in, the character's answer streamed out, one charge for both.
//   POST /functions/v1/chat   body: shared/contracts/chat.ts; answer: the AI SDK UI message stream
//   GET  /functions/v1/chat/<chat>/stream?turn=&offset=   an answer that streams, or that turn's,
//        from an offset on; 204 when none streams. What useChat's resume asks for.
//   POST /functions/v1/chat/<chat>/voice   a talk in a conversation: OpenAI's answer to the offer
//        of a device's WebRTC. Body and answer: shared/contracts/voice.ts
//   GET  /functions/v1/chat/providers   which AI providers are on and work, for signed-in people
import { UI_MESSAGE_STREAM_HEADERS } from 'ai';
import { chatRequest, resumeRequest } from '../../../shared/contracts/chat.ts';
import { voiceAddress, voiceRequest } from '../../../shared/contracts/voice.ts';
import { authenticate } from '../_shared/authenticate.ts';
import { createApp } from '../_shared/create-app.ts';
import { limitHeaders } from '../_shared/limit-headers.ts';
import { parseBody, parseQuery } from '../_shared/parse-body.ts';
import { providerStatus } from './provider-status.ts';
import { resumeAnswer } from './resume-answer.ts';
import { startTurn } from './start-turn.ts';
import { startVoice } from './start-voice.ts';

const app = createApp('chat');

app.post('/', async ({ req, get }) => {
  const caller = await authenticate(req.raw);
  const request = await parseBody(req, chatRequest);
  const { stream, limits } = await startTurn(caller, request, {
    requestId: get('requestId'),
    signal: req.raw.signal,
  });
  return new Response(stream, {
    headers: { ...UI_MESSAGE_STREAM_HEADERS, ...limitHeaders(limits) },
  });
});

app.get('/:chat/stream', async ({ req, get }) => {
  const caller = await authenticate(req.raw);
  const request = parseQuery({ ...req.query(), chat: req.param('chat') }, resumeRequest);
  const stream = await resumeAnswer(caller, request, {
    requestId: get('requestId'),
    signal: req.raw.signal,
    offset: request.offset,
  });
  if (!stream) return new Response(null, { status: 204 });
  return new Response(stream, { headers: UI_MESSAGE_STREAM_HEADERS });
});

app.post('/:chat/voice', async ({ req, json }) => {
  const caller = await authenticate(req.raw);
  const { chat } = parseQuery(req.param(), voiceAddress);
  const request = await parseBody(req, voiceRequest);
  return json(await startVoice(caller, { chat, ...request }, req.raw.signal));
});

app.get('/providers', async ({ req, json }) => {
  await authenticate(req.raw);
  return json(await providerStatus());
});

export default { fetch: app.fetch };
