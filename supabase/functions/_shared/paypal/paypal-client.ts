// paypal-client: calls of PayPal's REST API over fetch; its token is kept until shortly before it
// ends. Facts: openapi/payments_payouts_batch_v1.json of paypal/paypal-rest-api-specifications.
import { z } from 'zod';
import { AppError } from '../../../../shared/errors.ts';
import { env } from '../env.ts';

/** A token that ends while it is on its way is no use. */
const TOKEN_MARGIN_MS = 60_000;

const errorBody = z.looseObject({
  name: z.string().optional(),
  error: z.string().optional(),
  message: z.string().optional(),
  details: z
    .array(
      z.looseObject({
        field: z.string().optional(),
        issue: z.string().optional(),
        link: z.array(z.looseObject({ href: z.string() })).optional(),
      }),
    )
    .optional(),
});

/** PayPal refused, or gave no answer that tells what it did. */
export class PaypalFailure extends Error {
  /** 0 without an answer. */
  readonly status: number;
  readonly body: z.infer<typeof errorBody>;

  constructor(status: number, body: z.infer<typeof errorBody>, cause?: unknown) {
    super(`PayPal: ${status} ${body.name ?? body.error ?? 'no answer'}: ${body.message ?? ''}`, {
      cause,
    });
    this.name = 'PaypalFailure';
    this.status = status;
    this.body = body;
  }

  /** Whether it may have done what it was asked to do. */
  get isUncertain(): boolean {
    return this.status === 0 || this.status >= 500 || this.status === 408;
  }
}

/** Whether PayPal can be used here. */
export function hasPaypal(): boolean {
  return env.PAYPAL_CLIENT_ID !== undefined && env.PAYPAL_CLIENT_SECRET !== undefined;
}

/** Throws `payouts_not_configured` without a client. */
export function requirePaypal(): void {
  if (!hasPaypal()) throw new AppError('payouts_not_configured');
}

const tokenAnswer = z.object({ access_token: z.string().min(1), expires_in: z.number() });
let token: { value: string; endsAt: number } | undefined;

async function currentToken(): Promise<string> {
  requirePaypal();
  if (token && Date.now() < token.endsAt) return token.value;
  const { access_token, expires_in } = await request('POST', '/v1/oauth2/token', tokenAnswer, {
    headers: {
      authorization: `Basic ${btoa(`${env.PAYPAL_CLIENT_ID}:${env.PAYPAL_CLIENT_SECRET}`)}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: 'grant_type=client_credentials',
  });
  token = { value: access_token, endsAt: Date.now() + expires_in * 1000 - TOKEN_MARGIN_MS };
  return access_token;
}

/** One call, its answer checked by `schema`; `json` is the body as text. Throws PaypalFailure. */
export async function askPaypal<Schema extends z.ZodType>(
  method: 'GET' | 'POST',
  path: string,
  schema: Schema,
  { json, requestId }: { json?: string; requestId?: string } = {},
): Promise<z.infer<Schema>> {
  try {
    return await request(method, path, schema, {
      headers: {
        authorization: `Bearer ${await currentToken()}`,
        'content-type': 'application/json',
        ...(requestId ? { 'paypal-request-id': requestId } : {}),
      },
      ...(json === undefined ? {} : { body: json }),
    });
  } catch (error) {
    // The next try asks for a new one.
    if (error instanceof PaypalFailure && error.status === 401) token = undefined;
    throw error;
  }
}

async function request<Schema extends z.ZodType>(
  method: string,
  path: string,
  schema: Schema,
  init: { headers: Record<string, string>; body?: string },
): Promise<z.infer<Schema>> {
  let answer: Response;
  let body: unknown;
  try {
    const signal = AbortSignal.timeout(env.PAYPAL_TIMEOUT_MS);
    answer = await fetch(`${env.PAYPAL_BASE_URL}${path}`, { method, ...init, signal });
    body = await answer.json();
  } catch (cause) {
    throw new PaypalFailure(0, { message: String(cause) }, cause);
  }
  const parsed = schema.safeParse(body);
  if (answer.ok && parsed.success) return parsed.data;
  // An answer that we do not understand proves nothing: as if there had been none.
  if (answer.ok) throw new PaypalFailure(0, { message: 'Not understood.' }, parsed.error);
  const refusal = errorBody.safeParse(body);
  throw new PaypalFailure(answer.status, refusal.success ? refusal.data : {});
}
