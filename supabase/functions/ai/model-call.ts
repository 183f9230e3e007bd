// model-call: a request in OpenAI's form as the AI SDK takes it, for any provider.
import {
  type AssistantContent,
  type Experimental_DownloadFunction as Download,
  jsonSchema,
  type ModelMessage,
  type OutputInterface as Output,
  type ToolChoice,
  type ToolSet,
  tool,
  type UserContent,
} from 'ai';
import type {
  CompletionMessage,
  CompletionRequest,
} from '../../../shared/contracts/completions.ts';
import type { ProviderName } from '../../../shared/contracts/providers.ts';
import { AppError } from '../../../shared/errors.ts';
import { providerOptions } from './provider-options.ts';

/** What of the request goes to `streamText`, but for the model and the length. */
export function modelCallOf(request: CompletionRequest, provider: ProviderName) {
  const { temperature, top_p, frequency_penalty, presence_penalty, stop, seed } = request;
  return {
    messages: inOrderFor(provider, messagesOf(request.messages)),
    allowSystemInMessages: true,
    experimental_download: passOn,
    ...given('temperature', temperature),
    ...given('topP', top_p),
    ...given('frequencyPenalty', frequency_penalty),
    ...given('presencePenalty', presence_penalty),
    ...given('seed', seed),
    ...given('stopSequences', stop?.length ? [stop].flat() : undefined),
    ...given('reasoning', request.reasoning_effort),
    ...given('tools', toolsOf(request)),
    ...given('toolChoice', toolChoiceOf(request)),
    ...given('output', outputOf(request, provider)),
    providerOptions: providerOptions(request, provider),
  };
}

function given<Name extends string, Value>(name: Name, value: Value | null | undefined) {
  return (value === null || value === undefined ? {} : { [name]: value }) as {
    [Each in Name]?: Value;
  };
}

/** These read what the system says before all others; elsewhere it stays where it is said. */
function inOrderFor(provider: ProviderName, messages: ModelMessage[]): ModelMessage[] {
  if (provider !== 'anthropic' && provider !== 'google') return messages;
  const isSystem = ({ role }: ModelMessage) => role === 'system';
  return [...messages.filter(isSystem), ...messages.filter((message) => !isSystem(message))];
}

function messagesOf(messages: readonly CompletionMessage[]): ModelMessage[] {
  const toolNames = new Map<string, string>();
  return messages.filter(isSaid).map((message): ModelMessage => {
    if (message.role === 'user') return { role: 'user', content: userContentOf(message.content) };
    if (message.role === 'assistant') {
      for (const call of message.tool_calls ?? []) toolNames.set(call.id, call.function.name);
      return { role: 'assistant', content: assistantContentOf(message) };
    }
    if (message.role !== 'tool') return { role: 'system', content: textOf(message.content) };
    const { tool_call_id: toolCallId } = message;
    // The contract has seen to it that there is such a call.
    const toolName = toolNames.get(toolCallId) as string;
    const output = { type: 'text' as const, value: textOf(message.content) };
    return { role: 'tool', content: [{ type: 'tool-result', toolCallId, toolName, output }] };
  });
}

/** An assistant's message may be without a word: as it failed, or with a refusal, which is none. */
function isSaid(message: CompletionMessage): boolean {
  if (message.role !== 'assistant' || message.tool_calls?.length) return true;
  return textOf(message.content) !== '';
}

function textOf(content: string | readonly { text: string }[] | null | undefined): string {
  return typeof content === 'string' ? content : (content ?? []).map(({ text }) => text).join('');
}

function userContentOf(
  content: Extract<CompletionMessage, { role: 'user' }>['content'],
): UserContent {
  if (typeof content === 'string') return content;
  return content.map((part) => {
    if (part.type === 'text') return part;
    const { url, detail } = part.image_url;
    return {
      type: 'image',
      image: new URL(url),
      ...(detail ? { providerOptions: { openai: { imageDetail: detail } } } : {}),
    };
  });
}

function assistantContentOf({
  content,
  tool_calls,
}: Extract<CompletionMessage, { role: 'assistant' }>): AssistantContent {
  const text = textOf(content);
  return [
    ...(text ? [{ type: 'text' as const, text }] : []),
    ...(tool_calls ?? []).map(({ id, function: { name, arguments: input } }) => ({
      type: 'tool-call' as const,
      toolCallId: id,
      toolName: name,
      input: JSON.parse(input),
    })),
  ];
}

/** Without `execute`: the calls are the caller's to answer. */
function toolsOf({ tools }: CompletionRequest): ToolSet | undefined {
  if (!tools) return undefined;
  const entries = tools.map(({ function: { name, description, parameters, strict } }) => [
    name,
    tool({
      ...given('description', description),
      inputSchema: jsonSchema(parameters ?? { type: 'object', properties: {} }),
      ...given('strict', strict),
    }),
  ]);
  return Object.fromEntries(entries);
}

function toolChoiceOf({ tool_choice }: CompletionRequest): ToolChoice<ToolSet> | undefined {
  if (typeof tool_choice !== 'object') return tool_choice;
  return { type: 'tool', toolName: tool_choice.function.name };
}

const ANY_OBJECT = { type: 'object', additionalProperties: true } as const;

function outputOf({ response_format }: CompletionRequest, provider: ProviderName) {
  if (!response_format || response_format.type === 'text') return undefined;
  if (response_format.type === 'json_object')
    // Without a schema Anthropic's package drops the form in silence.
    return jsonOutput({
      type: 'json',
      ...given('schema', provider === 'anthropic' ? ANY_OBJECT : undefined),
    });
  const { name, description, schema } = response_format.json_schema;
  return jsonOutput({ type: 'json', schema, name, ...given('description', description) });
}

/** Asks for the form and leaves the text as it comes: the SDK's own would parse it at each word. */
function jsonOutput(format: Awaited<Output['responseFormat']>): Output<string, string, never> {
  return {
    name: 'json',
    responseFormat: Promise.resolve(format),
    parseCompleteOutput: async ({ text }) => text,
    parsePartialOutput: async () => undefined,
    createElementStreamTransform: () => undefined,
  };
}

/** Providers fetch pictures themselves, or not at all: we do not go where callers send us. */
const passOn: Download = async (wanted) => {
  if (wanted.every(({ isUrlSupportedByModel }) => isUrlSupportedByModel))
    return wanted.map(() => null);
  throw new AppError('invalid_request', {
    details: {
      issues: [{ path: 'messages', message: 'This model takes images as data: URLs only.' }],
    },
  });
};
