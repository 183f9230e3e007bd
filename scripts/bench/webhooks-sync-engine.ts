// webhooks-sync-engine: stripe-sync-engine on the database of the bench, with its tables in its own
// schema, in process: it checks the signature and keeps the event's object as a row.
import { createRequire } from 'node:module';
import { SECRET, type SignedEvent } from './webhooks-events.ts';

// Its module build does not find its own migrations (0.48.5: __dirname is not defined there).
const { runMigrations, StripeSync }: typeof import('@supabase/stripe-sync-engine') = createRequire(
  import.meta.url,
)('@supabase/stripe-sync-engine');

const SCHEMA = 'stripe';

export interface SyncEngine {
  take(event: SignedEvent): Promise<void>;
  /** How many objects it has kept. */
  countRows(): Promise<number>;
  stop(): Promise<void>;
}

/** Makes its tables and as many connections as there are deliverers. */
export async function startSyncEngine(databaseUrl: string, connections: number) {
  await runMigrations({ databaseUrl, schema: SCHEMA });
  const sync = new StripeSync({
    poolConfig: { connectionString: databaseUrl, max: connections, min: connections },
    schema: SCHEMA,
    stripeSecretKey: 'sk_test_bench',
    stripeWebhookSecret: SECRET,
    autoExpandLists: false,
    backfillRelatedEntities: false,
  });
  const engine: SyncEngine = {
    take: (event) => sync.processWebhook(event.body, event.sign()),
    async countRows() {
      const { rows } = await sync.postgresClient.query(
        `select count(*)::int as count from ${SCHEMA}.invoices`,
      );
      return rows[0].count;
    },
    stop: () => sync.close(),
  };
  return engine;
}
