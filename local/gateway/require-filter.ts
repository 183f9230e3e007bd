// require-filter: safeupdate's refusal of writes to a whole table, which PostgREST here lacks.

/** PostgREST's error JSON for SQLSTATE 21000. */
export interface UnfilteredWrite {
  code: '21000';
  details: null;
  hint: null;
  message: string;
}

const notFilters = new Set([
  'select',
  'columns',
  'order',
  'limit',
  'offset',
  'on_conflict',
  'apikey',
]);
const verbs: Record<string, string> = { PATCH: 'UPDATE', DELETE: 'DELETE' };

/**
 * The error for a PATCH or DELETE of a table without a filter, or undefined. A parameter filters
 * the table when it names a column or is `and`, `or`, `not.and`, `not.or`; other dotted ones
 * belong to embedded tables.
 */
export function requireFilter(
  method: string,
  path: string,
  query: URLSearchParams,
): UnfilteredWrite | undefined {
  const verb = verbs[method];
  if (!verb || !/^\/[^/]+\/?$/.test(path)) return undefined;
  for (const name of query.keys())
    if (!notFilters.has(name) && (!name.includes('.') || /^not\.(and|or)$/.test(name)))
      return undefined;
  return { code: '21000', details: null, hint: null, message: `${verb} requires a WHERE clause` };
}
