// serve-functions: the edge-function runtime behind a gateway that has nothing else.
import { type FunctionsOptions, startFunctions } from '../../local/functions/start-functions.ts';
import { startGateway } from '../../local/gateway/start-gateway.ts';
import { createKeys } from '../../local/keys.ts';
import { freePort } from '../../local/ports.ts';

export interface ServedFunctions {
  /** /<name>/... is below it. */
  url: string;
  pid(): number;
  kill(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts both; `stop` ends the gateway first, as a stack does. */
export async function serveFunctions(options: FunctionsOptions): Promise<ServedFunctions> {
  const functions = await startFunctions(options);
  const gateway = await startGateway({
    port: await freePort(),
    keys: await createKeys(),
    rest: { url: 'http://127.0.0.1:1' },
    auth: { fetch: async () => new Response(null, { status: 404 }) },
    functions,
  });
  return {
    ...functions,
    url: `${gateway.url}/functions/v1`,
    async stop() {
      await gateway.stop();
      await functions.stop();
    },
  };
}
