// environment: the variables of the edge functions, in one schema. `.env.example` is made from it.
import { z } from 'zod';

/** JSON in a variable. What is malformed is an issue and never quoted: it may be a secret. */
const json = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue({ code: 'custom', message: 'is not JSON' });
    return z.NEVER;
  }
});

const publicKeys = z.array(z.looseObject({}));

/** What the platform sets by itself; nobody configures these. */
export const platformEnvironment = z.object({
  SUPABASE_URL: z.url(),
  SUPABASE_SERVICE_ROLE_KEY: z.string().min(1).optional(),
  SUPABASE_SECRET_KEYS: json.pipe(z.record(z.string(), z.string())).optional(),
  // Hosted gives the bare array, the Auth server's address an object around it.
  SUPABASE_JWKS: json
    .pipe(z.union([publicKeys, z.object({ keys: publicKeys }).transform(({ keys }) => keys)]))
    .optional(),
});

/** What an operator may set. A missing key turns its feature off; a malformed value is an error. */
export const operatorEnvironment = z.object({
  OPENAI_API_KEY: z
    .string()
    .min(1)
    .optional()
    .describe('Key of OpenAI, or of a server that speaks its API. Without it chat answers 503.'),
  OPENAI_BASE_URL: z
    .url()
    .default('https://api.openai.com/v1')
    .describe('Where the OpenAI API is.'),
  PROVIDER_TIMEOUT_MS: z.coerce
    .number()
    .int()
    .min(100)
    .max(60_000)
    .default(30_000)
    .describe('How long a provider may be silent, before the first token and between two, in ms.'),
  CLIENT_IP_HEADER: z
    .string()
    .regex(/^[a-z0-9-]+$/)
    .default('x-forwarded-for')
    .describe('The header with the address of the caller, set by a proxy that you trust.'),
  JWT_SECRET: z
    .string()
    .min(32)
    .optional()
    .describe('Only when self-hosting with HS256 tokens: the secret they are signed with.'),
});

export const environment = platformEnvironment.extend(operatorEnvironment.shape);
export type Environment = z.infer<typeof environment>;
