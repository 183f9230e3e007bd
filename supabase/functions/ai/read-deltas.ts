// read-deltas: the AI SDK's parts of an answer as the deltas of OpenAI's chunks.
import type { TextStreamPart, ToolSet } from 'ai';

export interface ToolCallDelta {
  index: number;
  id?: string;
  type?: 'function';
  function: { name?: string; arguments: string };
}

export interface Delta {
  content?: string;
  /** As DeepSeek and vLLM name it; OpenAI itself does not show thoughts. */
  reasoning_content?: string;
  tool_calls?: ToolCallDelta[];
}

/**
 * A reader of one answer's parts; a part that tells the caller nothing is undefined. Calls beyond
 * `maxCalls` are left out: not every provider can be asked for one call at a time.
 */
export function createDeltaReader({
  maxCalls,
}: {
  maxCalls: number;
}): (part: TextStreamPart<ToolSet>) => Delta | undefined {
  const calls = new Map<string, { index: number; hasArguments: boolean }>();

  function open(id: string, name: string, text: string): Delta | undefined {
    const index = calls.size;
    if (index >= maxCalls) return undefined;
    calls.set(id, { index, hasArguments: text !== '' });
    return { tool_calls: [{ index, id, type: 'function', function: { name, arguments: text } }] };
  }

  function goOn(id: string, text: string): Delta | undefined {
    const call = calls.get(id);
    if (!call || text === '') return undefined;
    call.hasArguments = true;
    return { tool_calls: [{ index: call.index, function: { arguments: text } }] };
  }

  return (part) => {
    switch (part.type) {
      case 'text-delta':
        return part.text === '' ? undefined : { content: part.text };
      case 'reasoning-delta':
        return part.text === '' ? undefined : { reasoning_content: part.text };
      case 'tool-input-start':
        return open(part.id, part.toolName, '');
      case 'tool-input-delta':
        return goOn(part.id, part.delta);
      case 'tool-call': {
        // Some providers give a call whole, and one without arguments says nothing before.
        const input = JSON.stringify(part.input ?? {});
        const call = calls.get(part.toolCallId);
        if (!call) return open(part.toolCallId, part.toolName, input);
        return call.hasArguments ? undefined : goOn(part.toolCallId, input);
      }
    }
  };
}

/** How many bytes of text a delta delivers. */
export function bytesOf({ content, reasoning_content, tool_calls = [] }: Delta): number {
  const called = tool_calls.map(({ function: { name = '', arguments: text } }) => name + text);
  const text = [content ?? '', reasoning_content ?? '', ...called].join('');
  return new TextEncoder().encode(text).length;
}
