// tidy: the conventions that a formatter cannot know, as checks. Each ban names its replacement.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';

const GENERATED = /^(supabase\/schemas\/|supabase\/catalog\.sql$|shared\/database\.types\.ts$)/;
const MAX_LINES = 300;
const MAX_LINE_LENGTH = 100;

interface Ban {
  files: RegExp;
  except?: RegExp;
  pattern: RegExp;
  instead: string;
}

const BANS: Ban[] = [
  {
    files: /\.ts$/,
    pattern: /\|\| ?(''|"")/,
    instead: 'require the value, or let it be undefined',
  },
  {
    files: /\.ts$/,
    pattern: /catch( \(\w+\))? \{\s*\}/,
    instead: 'handle the error, or say why not',
  },
  { files: /\.ts$/, pattern: /\b(it|test|describe)\.(only|skip|todo)\(/, instead: 'run the test' },
  { files: /\.ts$/, pattern: /\b(TODO|FIXME|XXX)\b/, instead: 'do it, or open an issue' },
  {
    files: /^supabase\/functions\/.*\.ts$/,
    except: /_shared\/env\.ts$/,
    pattern: /Deno\.env/,
    instead: 'env from _shared/env.ts',
  },
  {
    files: /^supabase\/functions\/.*\.ts$/,
    pattern: /\.(toHex|fromHex|toBase64|fromBase64|setFromHex|setFromBase64)\(/,
    instead: "_shared/hex.ts or hono/utils/encode: Deno 2.1, the platform's, has none of these",
  },
  { files: /^supabase\/.*\.ts$/, pattern: /process\.env/, instead: 'env from _shared/env.ts' },
  { files: /^supabase\/.*\.ts$/, pattern: /from 'jsr:|from 'https:/, instead: 'an npm package' },
  {
    files: /^supabase\/migrations\//,
    pattern: /\bif not exists\b/,
    except: /foundation/,
    instead: 'plain create: a migration runs once',
  },
  {
    files: /^supabase\/migrations\//,
    pattern: /grant all\b/i,
    instead: 'the rights that are needed',
  },
  {
    files: /^supabase\/migrations\//,
    pattern: /\bset role\b/i,
    instead: 'what role postgres may do',
  },
  {
    files: /^supabase\/migrations\//,
    pattern: /\b(create|alter|drop) \w+ (auth|storage|realtime|vault|cron|net)\b/i,
    instead: 'a table of ours: managed schemas take policies and triggers only',
  },
];

const problems: string[] = [];
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => file && existsSync(file) && !GENERATED.test(file));

for (const file of files) {
  if (!/\.(ts|mjs|sql)$/.test(file)) continue;
  const text = readFileSync(file, 'utf8');
  checkSize(file, text);
  checkHeader(file, text);
  checkBans(file, text);
  if (file.startsWith('supabase/migrations/')) checkMigration(file, text);
}
checkMigrationOrder(files.filter((file) => file.startsWith('supabase/migrations/')));
checkNames(files);

for (const problem of problems) console.error(problem);
process.exitCode = problems.length > 0 ? 1 : 0;

function checkSize(file: string, text: string): void {
  const lines = text.split('\n');
  const isData = /first_characters|more_characters|seed\.sql$/.test(file);
  if (lines.length > MAX_LINES + 1 && !isData) {
    problems.push(`${file}: ${lines.length} lines; ${MAX_LINES} at most, split it`);
  }
  lines.forEach((line, index) => {
    if (line.length <= MAX_LINE_LENGTH) return;
    problems.push(`${file}:${index + 1}: ${line.length} columns; ${MAX_LINE_LENGTH} at most`);
  });
}

function checkHeader(file: string, text: string): void {
  if (/^(\/\/|--|\/\*\*|#!)/.test(text)) return;
  problems.push(`${file}: no header line that says what the file is for`);
}

function checkBans(file: string, text: string): void {
  if (file === 'scripts/tidy.ts') return;
  for (const { files: scope, except, pattern, instead } of BANS) {
    if (!scope.test(file) || except?.test(file) || !pattern.test(text)) continue;
    problems.push(`${file}: ${pattern.exec(text)?.[0]} is not for here; instead: ${instead}`);
  }
}

/** Functions name their search_path and why they are definers; policies name their role. */
function checkMigration(file: string, text: string): void {
  for (const [statement, name] of text.matchAll(/create function (\S+?)\s*\([\s\S]*?\nas \$\$/g)) {
    if (!statement.includes("set search_path = ''"))
      problems.push(`${file}: ${name}: no search_path`);
    if (/security definer(?! -- Definer because)/.test(statement)) {
      problems.push(`${file}: ${name}: say "-- Definer because ..." beside security definer`);
    }
    if (!text.includes(`comment on function ${name} is`))
      problems.push(`${file}: ${name}: no comment`);
  }
  for (const [statement, name] of text.matchAll(/create policy ("[^"]+")[\s\S]*?;/g)) {
    if (!/\bto (anon|authenticated|service_role)\b/.test(statement)) {
      problems.push(`${file}: policy ${name}: no role`);
    }
    if (/for all\b/.test(statement))
      problems.push(`${file}: policy ${name}: one operation a policy`);
  }
  for (const [, name] of text.matchAll(/create table (\S+) \(/g)) {
    if (!text.includes(`alter table ${name} enable row level security`)) {
      problems.push(`${file}: ${name}: row level security is not enabled`);
    }
    if (!text.includes(`comment on table ${name} is`))
      problems.push(`${file}: ${name}: no comment`);
  }
}

function checkMigrationOrder(migrations: string[]): void {
  for (const file of migrations) {
    if (/^\d{14}_[a-z0-9_]+\.sql$/.test(basename(file))) continue;
    problems.push(`${file}: a migration is named <14 digits>_<what it makes>.sql`);
  }
}

function checkNames(all: string[]): void {
  for (const file of all) {
    if (!/\/(utils|helpers)\.ts$/.test(file)) continue;
    problems.push(`${file}: name the file after the one thing it does`);
  }
}
