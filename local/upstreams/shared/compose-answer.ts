// compose-answer: the stand-in's words: always the same for the same messages, and telling from
// them that the prompt, the question and the history have arrived.
import { createHash } from 'node:crypto';
import { directivesApart } from './read-directives.ts';
import type { Sight } from './see-picture.ts';

/** A message, whichever provider's request it came in. */
export interface Said {
  role: 'system' | 'user' | 'assistant' | 'tool';
  text: string;
  pictures?: Sight[];
}

const asides = [
  'Let us look at it together, one step at a time.',
  'There is more than one way to see this, and I like yours.',
  'Give me a moment to put that into good words.',
  'I have met this question before, and it is never dull.',
];
const QUOTE_LENGTH = 160;

/**
 * Says whose part the system prompt gives, quotes the question without its directives, tells how
 * large each picture is and counts the messages between the two. After a tool's result it quotes
 * that.
 */
export function composeAnswer(messages: Said[]): string {
  const [system, rest] = partition(messages, ({ role }) => role === 'system');
  const prompt = system.map(({ text }) => text).join('\n');
  const lastUser = rest.findLastIndex(({ role }) => role === 'user');
  const question = spoken(rest[lastUser]);
  const earlier = rest.slice(0, Math.max(lastUser, 0));
  const last = rest.at(-1);
  return [
    introduce(prompt),
    `You said: ${quote(question)}.`,
    ...look(rest),
    recall(earlier),
    last?.role === 'tool' ? `The tool answered ${quote(last.text)}.` : choose(prompt + question),
    '(A stand-in speaks, not a real model.)',
  ].join(' ');
}

/** The last message of the user, with its directives. */
export function lastQuestion(messages: Said[]): string {
  return messages.findLast(({ role }) => role === 'user')?.text ?? '';
}

function introduce(prompt: string): string {
  const part = /\byou are ([^.!?\n]+)/i.exec(prompt)?.[1];
  return part ? `I am ${part.trim()}.` : 'I have been given no part to play.';
}

function look(messages: Said[]): string[] {
  const seen = messages.flatMap(({ pictures = [] }) => pictures);
  const sizes = seen.map(({ width, height }) => `${width} × ${height}`);
  return seen.length > 0 ? [`I see ${seen.length}: ${sizes.join(', ')}.`] : [];
}

function recall(earlier: Said[]): string {
  const latest = earlier.at(-1);
  if (!latest) return 'With this our conversation begins.';
  const count = earlier.length === 1 ? '1 earlier message' : `${earlier.length} earlier messages`;
  return `I remember ${count}, the last of them ${quote(spoken(latest), 40)}.`;
}

function choose(seed: string): string {
  const [byte = 0] = createHash('sha256').update(seed).digest();
  return asides[byte % asides.length] ?? '';
}

function spoken(message: Said | undefined): string {
  return message ? directivesApart(message.text).rest : '';
}

function quote(text: string, length = QUOTE_LENGTH): string {
  const letters = [...text.replaceAll(/\s+/g, ' ')];
  return `“${letters.slice(0, length).join('')}${letters.length > length ? '…' : ''}”`;
}

function partition<T>(list: T[], test: (item: T) => boolean): [T[], T[]] {
  return [list.filter(test), list.filter((item) => !test(item))];
}
