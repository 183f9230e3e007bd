// plans-of: the query plans of all statements that some calls run, also of those inside functions.
import pg from 'pg';

interface PlanNode {
  'Node Type': string;
  'Relation Name'?: string;
  Plans?: PlanNode[];
}

/**
 * Runs `work` on a connection as superuser, with sequential scans made so dear that the planner
 * takes one only where no index serves, and with plans for any value, as a function keeps them.
 * Returns the relations that were read from end to end, in the order of their names.
 */
export async function sequentialScans(
  connectionString: string,
  work: (client: pg.Client) => Promise<void>,
): Promise<string[]> {
  const client = new pg.Client({ connectionString });
  const scanned = new Set<string>();
  let plans = 0;
  client.on('notice', ({ message = '' }) => {
    const plan = /plan:\n([\s\S]+)/.exec(message)?.[1];
    if (!plan) return;
    plans += 1;
    for (const relation of scannedBy(JSON.parse(plan).Plan)) scanned.add(relation);
  });
  await client.connect();
  try {
    await client.query(`load 'auto_explain';
      set auto_explain.log_min_duration = 0;
      set auto_explain.log_nested_statements = on;
      set auto_explain.log_format = json;
      set auto_explain.log_level = notice;
      set enable_seqscan = off;
      set plan_cache_mode = force_generic_plan`);
    await work(client);
  } finally {
    await client.end();
  }
  if (plans === 0) throw new Error('No plan was seen.');
  return [...scanned].sort();
}

function scannedBy(node: PlanNode): string[] {
  const own = node['Node Type'] === 'Seq Scan' ? [node['Relation Name'] ?? 'nothing'] : [];
  return [...own, ...(node.Plans ?? []).flatMap(scannedBy)];
}
