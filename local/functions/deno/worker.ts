// worker: the isolate of one edge function: the platform's globals, then the function's own code.
import { format } from 'node:util';
import type { EndReason, FromWorker, ToWorker } from './messages.ts';

type Handler = Deno.ServeHandler<Deno.NetAddr>;
type Options = Partial<Deno.ServeTcpOptions> & { handler?: Handler };

/** How long work may still run after `beforeunload`, as on the platform: a moment. */
const GRACE_MS = 2000;

const scope = self as unknown as {
  postMessage(message: FromWorker): void;
  onmessage: ((event: MessageEvent<ToWorker>) => void) | null;
};
const send = scope.postMessage.bind(scope);
const listen = Deno.serve;
const running = new Set<Promise<unknown>>();
let serving = false;

scope.onmessage = ({ data }) => {
  if (data.type === 'boot') void boot(data.entry);
  else void end(data.reason, data.wait_ms);
};

async function boot(entry: string): Promise<void> {
  try {
    const module = await import(entry);
    if (!serving && typeof module.default?.fetch === 'function')
      serve((request: Request) => module.default.fetch(request));
    if (!serving)
      throw new Error('it neither calls Deno.serve nor has a default export with a fetch method');
  } catch (error) {
    send({ type: 'failed', reason: format(error) });
  }
}

/** `Deno.serve` of the platform: address and port are not the function's to choose. */
function serve(first: Handler | Options, second?: Handler): Deno.HttpServer<Deno.NetAddr> {
  const options = typeof first === 'function' ? {} : first;
  const handler = typeof first === 'function' ? first : (second ?? first.handler);
  if (!handler) throw new TypeError('Deno.serve was called without a handler.');
  if (serving) throw new Error('Deno.serve was called twice: a function serves once.');
  serving = true;
  return listen(
    {
      hostname: '127.0.0.1',
      port: 0,
      onListen: ({ port }) => send({ type: 'ready', port }),
      onError: options.onError ?? refuse,
    },
    (request, info) => track(Promise.resolve(handler(request, info))),
  );
}

function refuse(error: unknown): Response {
  console.error(error);
  const message = 'Function exited due to an error (please check logs)';
  return Response.json(
    { code: 'WORKER_ERROR', message },
    { status: 500, headers: { 'sb-error-code': 'WORKER_ERROR' } },
  );
}

function track<T>(work: Promise<T>): Promise<T> {
  running.add(work);
  const forget = () => running.delete(work);
  work.then(forget, forget);
  return work;
}

/** `EdgeRuntime.waitUntil`: keeps the isolate until `work` has settled. */
function waitUntil<T>(promise: T | Promise<T>): Promise<T> {
  const work = Promise.resolve(promise);
  work.catch((error) => console.error('EdgeRuntime.waitUntil: the promise was rejected:', error));
  return track(work);
}

async function end(reason: EndReason, waitMs: number): Promise<void> {
  const idle = await settled(waitMs);
  const detail = { reason: idle || waitMs === 0 ? reason : 'wall_clock' };
  globalThis.dispatchEvent(new CustomEvent('beforeunload', { detail }));
  await settled(GRACE_MS);
  send({ type: 'ended' });
}

/** Whether all running work, and what it starts meanwhile, settles within `ms`. */
async function settled(ms: number): Promise<boolean> {
  let late = false;
  const deadline = Promise.withResolvers<void>();
  const timer = setTimeout(() => {
    late = true;
    deadline.resolve();
  }, ms);
  while (running.size > 0 && !late)
    await Promise.race([Promise.allSettled([...running]), deadline.promise]);
  clearTimeout(timer);
  return running.size === 0;
}

for (const level of ['debug', 'info', 'log', 'warn', 'error'] as const)
  console[level] = (...parts: unknown[]) => send({ type: 'log', text: format(...parts) });
Object.assign(Deno, { serve });
Object.assign(globalThis, { EdgeRuntime: { waitUntil } });
// The platform has no nested workers: code that needs one must fail here too.
Reflect.deleteProperty(globalThis, 'Worker');
