// main: the Deno process of the local edge functions: one worker a function, driven by the Node
// side over an HTTP control port, which its first line on stdout names.
import type { Booted, BootFailure, BootRequest, EndRequest, FromWorker } from './messages.ts';

interface Isolate {
  name: string;
  worker: Worker;
  end(request: EndRequest): Promise<void>;
}

/** A worker that does not answer in this time after its deadline is ended from outside. */
const UNRESPONSIVE_MS = 2500;
const isolates = new Map<string, Isolate>();

hideOwnEnvironment(new Set(Deno.args));
endWithParent();
Deno.serve(
  {
    hostname: '127.0.0.1',
    port: 0,
    onListen: ({ port }) => console.log(JSON.stringify({ control_port: port })),
  },
  control,
);

async function control(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  if (request.method === 'POST' && pathname === '/workers') return boot(await request.json());
  const ending: EndRequest = await request.json();
  if (pathname === '/stop') await Promise.all([...isolates.values()].map((it) => it.end(ending)));
  else await isolates.get(pathname.replace('/workers/', ''))?.end(ending);
  return new Response(null, { status: 204 });
}

function boot({ name, entry, timeout_ms }: BootRequest): Promise<Response> {
  const id = crypto.randomUUID();
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name });
  const ended = Promise.withResolvers<void>();
  return new Promise((resolve) => {
    const fail = (reason: string) => {
      clearTimeout(timer);
      release(id);
      resolve(Response.json({ reason } satisfies BootFailure, { status: 503 }));
    };
    const timer = setTimeout(() => fail(`it did not start within ${timeout_ms} ms`), timeout_ms);
    worker.onerror = (event) => {
      event.preventDefault();
      ended.resolve();
      fail(event.message);
    };
    worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
      if (data.type === 'log') log(name, data.text);
      else if (data.type === 'failed') fail(data.reason);
      else if (data.type === 'ended') ended.resolve();
      else {
        clearTimeout(timer);
        resolve(Response.json({ id, port: data.port } satisfies Booted));
      }
    };
    isolates.set(id, {
      name,
      worker,
      async end({ reason, wait_ms }) {
        worker.postMessage({ type: 'end', reason, wait_ms });
        const limit = setTimeout(ended.resolve, wait_ms + UNRESPONSIVE_MS);
        await ended.promise;
        clearTimeout(limit);
        release(id);
      },
    });
    worker.postMessage({ type: 'boot', entry });
  });
}

function release(id: string): void {
  isolates.get(id)?.worker.terminate();
  isolates.delete(id);
}

function log(name: string, text: string): void {
  for (const line of text.split('\n')) console.log(`${name}: ${line}`);
}

/** Functions see the environment they were given and nothing of this process's own. */
function hideOwnEnvironment(given: Set<string>): void {
  for (const name of Object.keys(Deno.env.toObject())) if (!given.has(name)) Deno.env.delete(name);
}

/** Ends when the parent does, however it does; Ctrl-C is the parent's to handle. */
function endWithParent(): void {
  Deno.addSignalListener('SIGINT', () => undefined);
  void Deno.stdin.readable.pipeTo(new WritableStream()).finally(() => Deno.exit(0));
}
