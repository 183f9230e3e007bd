// env-example: the variables that an operator may set, from shared/environment.ts.
import { z } from 'zod';
import { operatorEnvironment } from '../../shared/environment.ts';

const HEADER = [
  '# .env.example: made by `npm run generate` from shared/environment.ts; do not edit.',
  '# Copy it to .env and uncomment what you set. On the platform: `supabase secrets set NAME=...`.',
];

// Read by local/rest/find-postgrest.ts and local/functions/find-deno.ts: no variables of functions.
const LOCAL = [
  '# Only for the local stack, and set in the shell: the path of a PostgREST 12 binary, where npm',
  '# has none (Apple silicon); the path of another Deno, such as 2.1, which the platform follows.',
  '# POSTGREST_BIN=',
  '# DENO_BIN=',
];

const described = z.object({
  properties: z.record(
    z.string(),
    z.object({ description: z.string(), default: z.unknown().optional() }),
  ),
});

/** One commented variable after the other, each below its description, with its default. */
export function envExample(): string {
  const schema = z.toJSONSchema(operatorEnvironment, { io: 'input' });
  const variables = Object.entries(described.parse(schema).properties).map(
    ([name, { description, default: value }]) => [
      ...wrap(description).map((line) => `# ${line}`),
      `# ${name}=${value ?? ''}`,
    ],
  );
  return [HEADER, ...variables, LOCAL].map((lines) => `${lines.join('\n')}\n`).join('\n');
}

function wrap(text: string): string[] {
  return text.match(/.{1,98}(?:\s|$)/g)?.map((line) => line.trimEnd()) ?? [];
}
