// config: supabase/config.toml as the local stack reads it, validated once.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'smol-toml';
import { z } from 'zod';
import { parseConfigSize } from './storage/parse-size.ts';

const port = z.int().min(1).max(65535);

const emailTemplate = z.looseObject({
  subject: z.string().optional(),
  content_path: z.string().optional(),
});

const email = z.looseObject({
  enabled: z.boolean().default(true),
  double_confirm_changes: z.boolean().default(true),
  enable_confirmations: z.boolean().default(false),
  max_frequency: z.string().default('1s'),
  otp_length: z.int().min(6).max(10).default(6),
  otp_expiry: z.int().positive().default(3600),
  template: z.record(z.string(), emailTemplate).default({}),
});

const auth = z.looseObject({
  site_url: z.url().default('http://127.0.0.1:3000'),
  additional_redirect_urls: z.array(z.string()).default([]),
  jwt_expiry: z.int().positive().max(604_800).default(3600),
  enable_refresh_token_rotation: z.boolean().default(true),
  refresh_token_reuse_interval: z.int().nonnegative().default(10),
  enable_signup: z.boolean().default(true),
  enable_anonymous_sign_ins: z.literal(false, 'not part of the local stack').default(false),
  minimum_password_length: z.int().min(6).default(6),
  password_requirements: z
    .enum([
      '',
      'letters_digits',
      'lower_upper_letters_digits',
      'lower_upper_letters_digits_symbols',
    ])
    .default(''),
  email: email.prefault({}),
});

/** "50MiB" or a number, in bytes. */
const fileSize = z.union([z.string(), z.int()]).transform((size, { addIssue }) => {
  const bytes = parseConfigSize(String(size));
  if (bytes === undefined) addIssue('is no size such as "50MiB"');
  return bytes ?? 0;
});

const storage = z.looseObject({
  file_size_limit: fileSize.prefault('50MiB'),
  buckets: z
    .record(
      z.string(),
      z.looseObject({
        public: z.boolean().default(false),
        file_size_limit: fileSize.optional(),
        allowed_mime_types: z.array(z.string()).optional(),
        objects_path: z.undefined('not part of the local stack').optional(),
      }),
    )
    .default({}),
});

const projectConfig = z.looseObject({
  project_id: z.string(),
  api: z
    .looseObject({
      port: port.default(54321),
      schemas: z.array(z.string()).default(['public', 'graphql_public']),
      extra_search_path: z.array(z.string()).default(['public', 'extensions']),
      max_rows: z.int().positive().default(1000),
    })
    .prefault({}),
  db: z
    .looseObject({
      port: port.default(54322),
      seed: z
        .looseObject({
          enabled: z.boolean().default(true),
          sql_paths: z.array(z.string()).default(['./seed.sql']),
        })
        .prefault({}),
    })
    .prefault({}),
  local_smtp: z
    .looseObject({
      port: port.default(54324),
      admin_email: z.email().default('admin@email.com'),
      sender_name: z.string().default('Admin'),
    })
    .prefault({}),
  auth: auth.prefault({}),
  storage: storage.prefault({}),
  edge_runtime: z
    .looseObject({ secrets: z.record(z.string(), z.string()).default({}) })
    .prefault({}),
  functions: z
    .record(
      z.string(),
      z.looseObject({
        enabled: z.boolean().default(true),
        verify_jwt: z.boolean().default(true),
      }),
    )
    .default({}),
});

/** `supabase/config.toml` with its own key names and the CLI's defaults; unknown keys pass. */
export type ProjectConfig = z.infer<typeof projectConfig>;

/**
 * Reads `<projectDir>/supabase/config.toml`; strings of the form `env(NAME)` become that
 * variable's value, and stay as they are when it is unset, as in the Supabase CLI.
 * Throws one sentence that names the file and every wrong key.
 */
export async function readConfig(
  projectDir: string,
  env: Readonly<Record<string, string | undefined>> = process.env,
): Promise<ProjectConfig> {
  const path = join(projectDir, 'supabase', 'config.toml');
  const parsed = projectConfig.safeParse(substituteEnv(await readToml(path), env));
  if (!parsed.success) throw new Error(`${path} is not valid: ${sentenceOf(parsed.error)}.`);
  return parsed.data;
}

/** Whether the gateway of functions demands a JWT for that function; true unless it says not. */
export function verifiesJwt(config: ProjectConfig, functionName: string): boolean {
  return config.functions[functionName]?.verify_jwt ?? true;
}

async function readToml(path: string): Promise<unknown> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new Error(`Cannot read ${path}: is this the folder of a Supabase project?`, { cause });
  });
  try {
    return parse(text);
  } catch (cause) {
    throw new Error(`${path} is not valid TOML: ${(cause as Error).message}`, { cause });
  }
}

function substituteEnv(value: unknown, env: Readonly<Record<string, string | undefined>>): unknown {
  if (typeof value === 'string') {
    const name = /^env\((.+)\)$/.exec(value)?.[1];
    return (name && env[name]) || value;
  }
  if (Array.isArray(value)) return value.map((item) => substituteEnv(item, env));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, substituteEnv(item, env)]),
  );
}

function sentenceOf(error: z.ZodError): string {
  return error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
}
