// whole-completion: an answer in one piece.
import type { BegunCompletion, CompletionRequest } from '../../../shared/contracts/completions.ts';
import { waitUntil } from '../_shared/edge-runtime.ts';
import { limitHeaders } from '../_shared/limit-headers.ts';
import { createHeading, finishReasonOf, messageOf, usageOf } from './completion-form.ts';
import { endCompletion } from './end-completion.ts';
import { generateCompletion } from './generate-completion.ts';
import type { Delta } from './read-deltas.ts';

/** The whole answer; throws when there is none, which costs nothing. */
export async function wholeCompletion(
  request: CompletionRequest,
  begun: BegunCompletion,
  { signal }: { signal: AbortSignal },
): Promise<Response> {
  const work = run(request, begun, signal);
  waitUntil(work.catch(() => undefined)); // Its failure is thrown here.
  return work;
}

async function run(
  request: CompletionRequest,
  begun: BegunCompletion,
  left: AbortSignal,
): Promise<Response> {
  const deltas: Delta[] = [];
  const onDelta = (delta: Delta) => deltas.push(delta);
  const generation = await generateCompletion(request, begun, { onDelta, left });
  // A caller who leaves stops it and pays for what was made till then; a cut answer reaches nobody.
  const hasLeft = left.aborted && generation.failure !== undefined;
  const deliveredBytes = generation.failure && !hasLeft ? 0 : generation.bytes;
  const receipt = await endCompletion(begun, generation, { deliveredBytes, hasLeft });
  const usage = usageOf(generation.usage);
  const choice = {
    index: 0,
    message: messageOf(deltas),
    logprobs: null,
    finish_reason: finishReasonOf(generation.finishReason),
  };
  return Response.json(
    {
      ...createHeading(request, begun),
      object: 'chat.completion',
      choices: [choice],
      ...(usage ? { usage } : {}),
      receipt,
    },
    { headers: limitHeaders(begun.limits) },
  );
}
