// provider-options: what of a request the AI SDK has no word for, in the words of each provider.
import type { CompletionRequest } from '../../../shared/contracts/completions.ts';
import type { ProviderName } from '../../../shared/contracts/providers.ts';
import { AppError } from '../../../shared/errors.ts';

type Options = Record<string, boolean | string>;

/** As `streamText` takes them; throws `invalid_request` for what cannot be asked there. */
export function providerOptions(
  request: CompletionRequest,
  provider: ProviderName,
): Record<string, Options> {
  if (request.verbosity && provider !== 'openai') {
    const issue = { path: 'verbosity', message: 'is only for models of OpenAI' };
    throw new AppError('invalid_request', { details: { issues: [issue] } });
  }
  if (provider === 'google') return {}; // Of several calls only the first is passed on.
  return {
    [provider]: provider === 'anthropic' ? ofAnthropic(request) : ofOthers(request, provider),
  };
}

function ofAnthropic({ response_format, ...request }: CompletionRequest): Options {
  return {
    ...(wantsOneCall(request) ? { disableParallelToolUse: true } : {}),
    // It has no mode for JSON of any form: the answer is a call of a tool, read as text.
    ...(response_format?.type === 'json_object' ? { structuredOutputMode: 'jsonTool' } : {}),
  };
}

function ofOthers(request: CompletionRequest, provider: ProviderName): Options {
  const { response_format: form, verbosity } = request;
  const hasName = provider === 'openai' || provider === 'groq';
  const parallel = hasName ? 'parallelToolCalls' : 'parallel_tool_calls';
  return {
    ...(wantsOneCall(request) ? { [parallel]: false } : {}),
    ...(form?.type === 'json_schema' ? { strictJsonSchema: form.json_schema.strict ?? false } : {}),
    ...(verbosity ? { textVerbosity: verbosity } : {}),
  };
}

/** Whether the model is to call one tool at most, before it is told a result. */
export function wantsOneCall({
  tools,
  parallel_tool_calls,
}: Pick<CompletionRequest, 'tools' | 'parallel_tool_calls'>): boolean {
  return tools !== undefined && parallel_tool_calls === false;
}
