// open-pool: connections to a database that a test stops.
import pg from 'pg';

// Money and counts are bigint in SQL; tests read them as numbers.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

const SHUTTING_DOWN = '57P01';

/**
 * A pool that may be told that the server goes down: `pool.end()` resolves before the last client
 * has left. An idle client tells the pool, one that is leaving only itself.
 */
export function openPool(config: pg.PoolConfig): pg.Pool {
  const pool = new pg.Pool(config);
  pool.on('error', allowShutdown);
  pool.on('connect', (client) => client.on('error', allowShutdown));
  return pool;
}

function allowShutdown(error: Error): void {
  if (!('code' in error) || error.code !== SHUTTING_DOWN) throw error;
}
