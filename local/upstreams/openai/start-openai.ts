// start-openai: a stand-in of the OpenAI API on 127.0.0.1 that unmodified SDKs can talk to.
import { createAdaptorServer } from '@hono/node-server';
import { createRoutes } from './create-routes.ts';
import type { OpenaiState } from './exchange.ts';
import { createGates } from './gates.ts';
import { createJournal } from './journal.ts';

export interface OpenaiOptions {
  port: number;
  /** The only key that it takes. */
  apiKey: string;
  /** Pace of streamed answers, for a demo to look real; default: as fast as it goes. */
  tokensPerSecond?: number;
}

export interface Openai {
  /** Base URL for SDKs, ending in `/v1`. */
  url: string;
  stop(): Promise<void>;
}

/** Starts it; faults and what tests may ask of it are in docs/faults.md. */
export async function startOpenai({
  port,
  apiKey,
  tokensPerSecond = 0,
}: OpenaiOptions): Promise<Openai> {
  const state: OpenaiState = {
    journal: createJournal(),
    gates: createGates(),
    outage: undefined,
    failures: new Map(),
    tokensPerSecond,
  };
  const server = createAdaptorServer({ fetch: createRoutes(state, apiKey).fetch });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${port}/v1`,
    async stop() {
      const closed = new Promise((resolve) => server.once('close', resolve));
      server.close();
      if ('closeAllConnections' in server) server.closeAllConnections();
      await closed;
    },
  };
}
