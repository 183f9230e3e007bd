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

/** A vendor's key and address. Without the key that provider is off, and nothing else. */
const apiKey = (what: string) => z.string().min(1).optional().describe(what);
const baseUrl = (vendor: string, url: string) =>
  z.url().default(url).describe(`Where the API of ${vendor} is.`);

/** What an operator may set. A missing key turns its feature off; a malformed value is an error. */
export const operatorEnvironment = z.object({
  OPENAI_API_KEY: apiKey(
    'Key of OpenAI, who serves every model that is not in the table of models. Each provider ' +
      'without a key is off: its models answer 503.',
  ),
  OPENAI_BASE_URL: baseUrl('OpenAI', 'https://api.openai.com/v1'),
  ANTHROPIC_API_KEY: apiKey('Key of Anthropic, for Claude.'),
  ANTHROPIC_BASE_URL: baseUrl('Anthropic', 'https://api.anthropic.com/v1'),
  GOOGLE_API_KEY: apiKey('Key of the Gemini API of Google AI Studio, for Gemini.'),
  GOOGLE_BASE_URL: baseUrl('Google', 'https://generativelanguage.googleapis.com/v1beta'),
  GROQ_API_KEY: apiKey(
    'Key of Groq, for open models at speed; it hears voice messages, too, when OpenAI fails.',
  ),
  GROQ_BASE_URL: baseUrl('Groq', 'https://api.groq.com/openai/v1'),
  SILICONFLOW_API_KEY: apiKey('Key of SiliconFlow, for DeepSeek, Qwen, Kimi and GLM.'),
  SILICONFLOW_BASE_URL: baseUrl('SiliconFlow', 'https://api.siliconflow.cn/v1'),
  VOLCENGINE_API_KEY: apiKey('Key of Volcengine Ark, for Doubao.'),
  VOLCENGINE_BASE_URL: baseUrl('Volcengine', 'https://ark.cn-beijing.volces.com/api/v3'),
  COMPATIBLE_BASE_URL: z
    .url()
    .optional()
    .describe(
      'Where a server is that speaks the OpenAI API, as Ollama and vLLM do. Its models ' +
        'are those of the provider compatible in the table of models.',
    ),
  COMPATIBLE_API_KEY: apiKey('Key of that server, if it asks for one.'),
  STRIPE_SECRET_KEY: z
    .string()
    .regex(/^(sk|rk)_(test|live)_\w+$/)
    .optional()
    .describe('Key of Stripe. Without it nothing is sold there, and its webhooks answer 503.'),
  STRIPE_PUBLISHABLE_KEY: z
    .string()
    .regex(/^pk_(test|live)_\w+$/)
    .optional()
    .describe('Key of Stripe that frontends may know; billing tells it to them.'),
  STRIPE_WEBHOOK_SECRET: z
    .string()
    .regex(/^whsec_\w+$/)
    .optional()
    .describe('Secret of the webhook endpoint, made with API version 2026-10-28.endive.'),
  STRIPE_BASE_URL: baseUrl('Stripe', 'https://api.stripe.com'),
  LEMONSQUEEZY_API_KEY: apiKey(
    'Key of LemonSqueezy. Without it nothing is sold there, and its webhooks answer 503.',
  ),
  LEMONSQUEEZY_STORE_ID: z
    .string()
    .regex(/^\d+$/)
    .optional()
    .describe('Number of the store at LemonSqueezy that sells; needed with the key.'),
  LEMONSQUEEZY_WEBHOOK_SECRET: z
    .string()
    .min(6)
    .optional()
    .describe('Signing secret of the webhook at LemonSqueezy.'),
  LEMONSQUEEZY_MODE: z
    .enum(['live', 'test'])
    .default('live')
    .describe('Mode of that key, which the key does not show; events of the other are refused.'),
  LEMONSQUEEZY_BASE_URL: baseUrl('LemonSqueezy', 'https://api.lemonsqueezy.com'),
  PAYPAL_CLIENT_ID: apiKey('Client id of PayPal. Without it nobody can cash out: 503.'),
  PAYPAL_CLIENT_SECRET: apiKey('Its secret.'),
  PAYPAL_WEBHOOK_ID: apiKey('Id of the webhook there, for .../functions/v1/webhooks/paypal.'),
  PAYPAL_BASE_URL: baseUrl('PayPal', 'https://api-m.paypal.com'),
  PAYPAL_TIMEOUT_MS: z.coerce
    .number()
    .int()
    .min(100)
    .max(30_000)
    .default(20_000)
    .describe('How long PayPal may take to answer, in ms. What it did then is asked for again.'),
  SITE_URL: z
    .url()
    .default('http://127.0.0.1:3000')
    .describe('Where your frontend is: people come back there from a checkout.'),
  WORKER_SECRET: z
    .string()
    .min(20)
    .optional()
    .describe('What the database calls the worker with; `npm run billing -- connect` tells it.'),
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
