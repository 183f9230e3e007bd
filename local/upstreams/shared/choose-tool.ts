// choose-tool: whether a stand-in calls a tool instead of answering, for any provider's shape.
import type { Said } from './compose-answer.ts';
import type { Directives } from './read-directives.ts';

export interface ChosenTool {
  name: string;
  /** JSON. */
  arguments: string;
}

/** `[[tool=NAME args={…}]]` calls that tool, once: with its result at hand the answer is text. */
export function chooseTool(
  messages: readonly Said[],
  tools: readonly string[],
  wishes: Directives,
): ChosenTool | undefined {
  if (!wishes.tool || !tools.includes(wishes.tool)) return undefined;
  if (messages.at(-1)?.role === 'tool') return undefined;
  return { name: wishes.tool, arguments: wishes.args ?? '{}' };
}
