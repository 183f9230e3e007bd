// provider-refusal: what a provider says of a failed call in fields of its own. Its sentences quote
// callers, who name their tools as they like.
import { APICallError, StreamProviderError } from 'ai';
import { z } from 'zod';

export interface ProviderRefusal {
  /** HTTP's; absent when there was no answer, or a stream does not say. */
  status?: number;
  /** Codes, types and reasons, by whatever name the provider has for them. */
  codes: string[];
  message: string;
  headers?: Record<string, string>;
}

const code = z.union([z.string(), z.number().transform(String)]).catch('');
// OpenAI: code, type. Anthropic: type. Google: code, status, details. SiliconFlow: code.
const fields = z.object({
  code,
  type: code,
  status: code,
  message: z.string().catch(''),
  details: z.array(z.object({ reason: code })).catch([]),
});
/** An error in a stream, as the SDK or only the provider's package has it. */
const reported = z.object({
  message: z.string(),
  type: code,
  code,
  statusCode: z.number().optional().catch(undefined),
});
/** Where a stream says no status but this. */
const STATUSES: Record<string, number> = { 400: 400, invalid_request_error: 400 };
type Fields = z.infer<typeof fields>;
const wrapped = z.object({ error: fields });
const body = z.union([wrapped, z.tuple([wrapped], wrapped), fields]);

/** The refusal in what a call threw, or its stream reported; undefined when it is none. */
export function providerRefusal(thrown: unknown): ProviderRefusal | undefined {
  if (StreamProviderError.isInstance(thrown) || !(thrown instanceof Error)) {
    const { data } = reported.safeParse(thrown);
    if (!data) return undefined;
    const status = data.statusCode ?? STATUSES[data.code] ?? STATUSES[data.type];
    return { ...statusOf(status), codes: [data.type, data.code], message: data.message };
  }
  if (!APICallError.isInstance(thrown)) return undefined;
  const { message, ...said } = readBody(thrown.responseBody);
  const codes = [said.code, said.type, said.status, ...said.details.map(({ reason }) => reason)];
  const headers = thrown.responseHeaders;
  return { ...statusOf(thrown.statusCode), codes, message, ...(headers ? { headers } : {}) };
}

function statusOf(status: number | undefined): { status?: number } {
  return status === undefined ? {} : { status };
}

/** No field has anything in it where it is not JSON, as of proxies, or not as any provider's. */
function readBody(text: string | undefined): Fields {
  const { data = fields.parse({}) } = body.safeParse(parseJson(text));
  if (Array.isArray(data)) return data[0].error;
  return 'error' in data ? data.error : data;
}

function parseJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}
