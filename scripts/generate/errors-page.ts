// errors-page: docs/errors.md, from shared/errors.ts and from where each code is written.
import { readdir, readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import pg from 'pg';
import { errors } from '../../shared/errors.ts';
import type { Source } from './source.ts';

const INTRODUCTION = `<!-- Made by \`npm run generate\` from shared/errors.ts; do not edit. -->

# Errors

Every error answer has this body; \`code\` and \`details\` are for programs, \`message\` is for
people, \`request_id\` is also in the log. An answer that breaks off ends with the same body in an
\`error\` event.

\`\`\`json
{
  "error": {
    "code": "insufficient_credits",
    "message": "Credits needed: 2; available: 1.",
    "details": { "available": 1, "needed": 2 },
    "request_id": "…"
  }
}
\`\`\`

SQL functions raise the same codes. Called through the Data API they answer in PostgREST's form:
the status, the code in \`message\`, the numbers as JSON in \`details\`, the sentence in \`hint\`. A
right that is missing is a 401 or 403 with the code \`42501\`.

| code | status | sentence, unless there is a more exact one | raised by |
|---|---|---|---|
`;

/** The page; throws when a code is raised by nothing. */
export async function errorsPage(source: Source): Promise<string> {
  const texts = [...(await readRoutines(source.url)), ...(await readFunctions(source.projectDir))];
  const rows = Object.entries(errors).map(([code, { status, message }]) => {
    const places = texts.filter(({ text }) => text.includes(`'${code}'`)).map(({ name }) => name);
    if (places.length === 0)
      throw new Error(`shared/errors.ts: nothing raises ${code}; remove it.`);
    const raisedBy = places.map((place) => `\`${place}\``).join(', ');
    return `| \`${code}\` | ${status} | ${message} | ${raisedBy} |\n`;
  });
  return INTRODUCTION + rows.join('');
}

interface Place {
  name: string;
  text: string;
}

async function readRoutines(url: string): Promise<Place[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<Place>(`
      select format('%s.%s', pronamespace::regnamespace, proname) as name, prosrc as text
      from pg_proc where pronamespace::regnamespace::text in ('public', 'private') order by 1`);
    return rows;
  } finally {
    await client.end();
  }
}

/** The sources of the edge functions, and what of `shared/` makes errors for them. */
async function readFunctions(projectDir: string): Promise<Place[]> {
  const folders = ['supabase/functions', 'shared'];
  const paths = await Promise.all(
    folders.map(async (folder) => {
      const names = await readdir(join(projectDir, folder), { recursive: true });
      return names.map((name) => `${folder}/${name.replaceAll(sep, '/')}`);
    }),
  );
  const isSource = (path: string) => path.endsWith('.ts') && path !== 'shared/errors.ts';
  return Promise.all(
    paths
      .flat()
      .filter(isSource)
      .sort()
      .map(async (path) => ({
        name: path.replace('supabase/functions/', ''),
        text: await readFile(join(projectDir, path), 'utf8'),
      })),
  );
}
