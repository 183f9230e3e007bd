// keep-sending: pg_net's worker. It sends the requests of net.http_request_queue.
import pg from 'pg';
import { keepWorking } from './keep-working.ts';
import { type QueuedRequest, sendRequest } from './send-request.ts';

const BATCH = 200;

export interface SendingOptions {
  /** As supabase_admin. */
  dbUrl: string;
  onLine?: ((line: string) => void) | undefined;
}

/**
 * Starts the worker. It sees a request when its transaction has committed, sends at most 200 at a
 * time, and keeps responses for six hours. A request is taken from the queue before it is sent, so
 * that it leaves once at most.
 */
export async function keepSending({ dbUrl, onLine }: SendingOptions) {
  const records = new pg.Pool({ connectionString: dbUrl, max: 4 });
  // An idle connection that the server closed: the next query takes another one.
  records.on('error', () => undefined);
  const stopping = new AbortController();
  const sending = new Set<Promise<void>>();

  const worker = await keepWorking({
    dbUrl,
    name: 'pg_net worker',
    channel: 'net_http_request',
    onLine,
    async work(client) {
      for (const request of await takeRequests(client, BATCH - sending.size)) {
        const sent = send(request, records, stopping.signal)
          .catch((error: Error) => onLine?.(`pg_net: request ${request.id}: ${error.message}`))
          .then(() => {
            sending.delete(sent);
            worker.wake();
          });
        sending.add(sent);
      }
    },
  });
  return {
    async stop() {
      await worker.stop();
      stopping.abort(new Error('the pg_net worker was stopped'));
      await Promise.all(sending);
      await records.end();
    },
  };
}

async function takeRequests(client: pg.Client, limit: number): Promise<QueuedRequest[]> {
  const { rows } = await client.query(`select to_regclass('net.http_request_queue') as queue`);
  if (!rows[0].queue || limit <= 0) return [];
  await client.query(`delete from net._http_response where created < now() - interval '6 hours'`);
  const taken = await client.query<QueuedRequest>(
    `delete from net.http_request_queue
     where id in (
       select id from net.http_request_queue order by id limit $1 for update skip locked
     )
     returning id, method, url, headers, body, timeout_milliseconds`,
    [limit],
  );
  return taken.rows;
}

async function send(request: QueuedRequest, records: pg.Pool, stopping: AbortSignal) {
  const response = await sendRequest(request, stopping);
  await records.query(
    `insert into net._http_response
       (id, status_code, content_type, headers, content, timed_out, error_msg)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [
      request.id,
      response.status_code,
      response.content_type,
      response.headers,
      response.content,
      response.timed_out,
      response.error_msg,
    ],
  );
}
