// generate-content: :generateContent, and :streamGenerateContent?alt=sse with its faults.
//   thoughts -> tokens | function call -> a last chunk with finishReason and usage; no [DONE]
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { breaksOff, passesWhole } from '../shared/break-off.ts';
import { type ChosenAnswer, chooseAnswer } from '../shared/choose-answer.ts';
import { type ChosenTool, chooseTool } from '../shared/choose-tool.ts';
import { lastQuestion } from '../shared/compose-answer.ts';
import type { UpstreamContext, UpstreamState } from '../shared/exchange.ts';
import { failEarly } from '../shared/fail-early.ts';
import type { Directives } from '../shared/read-directives.ts';
import { splitTokens } from '../shared/split-tokens.ts';
import { openStream } from '../shared/stream-events.ts';
import { readContentRequest } from './content-request.ts';
import { googleRefusals } from './google-error.ts';

const finishReasons = { stop: 'STOP', length: 'MAX_TOKENS', content_filter: 'SAFETY' } as const;

interface Content {
  model: string;
  responseId: string;
  answer: ChosenAnswer;
  toolCall: ChosenTool | undefined;
  promptTokens: number;
}

type Part =
  | { text: string; thought?: true }
  | { functionCall: { name: string; args: unknown }; thoughtSignature: string };

export async function generateContent(
  context: UpstreamContext,
  state: UpstreamState,
  model: string,
  isStream: boolean,
): Promise<Response> {
  const request = await readContentRequest(model, context.get('body'));
  const { said, contents, promptTokens, maxTokens, tools } = request;
  const wishes = await failEarly(context, state, lastQuestion(said), googleRefusals);
  if (!wishes) return RESPONSE_ALREADY_SENT;
  const question = { messages: said, echo: contents, promptTokens, maxTokens };
  const toolCall = chooseTool(said, tools, wishes);
  const spoken = chooseAnswer(question, wishes);
  const answer = toolCall ? { ...spoken, tokens: [] } : spoken;
  const responseId = randomBytes(12).toString('base64url');
  if (wishes.blocked) return refusePrompt(context, { model, responseId, isStream });
  const content: Content = { model, responseId, answer, toolCall, promptTokens };
  if (isStream) {
    await streamContent(context, state, content, wishes);
    return RESPONSE_ALREADY_SENT;
  }
  if (!(await passesWhole(context, state, wishes, googleRefusals))) return RESPONSE_ALREADY_SENT;
  const thought = answer.reasoning.join('');
  const parts: Part[] = [
    ...(thought ? [{ text: thought, thought: true as const }] : []),
    toolCall ? asFunctionCall(toolCall) : { text: answer.tokens.join('') },
  ];
  return context.json(asChunk(content, parts, ending(content, wishes)));
}

async function streamContent(
  context: UpstreamContext,
  state: UpstreamState,
  content: Content,
  wishes: Directives,
): Promise<void> {
  const { outgoing } = context.env;
  const { tokens, reasoning } = content.answer;
  const pace = wishes.tokens_per_second ?? state.tokensPerSecond;
  const write = openStream(context, wishes);
  const send = (part: Part) => write(JSON.stringify(asChunk(content, [part])));
  const writeError = ({ body }: { body: object }) => write(JSON.stringify(body));

  for (const text of reasoning) await send({ text, thought: true });
  for (const [sent, text] of [...tokens, undefined].entries()) {
    const isLast = text === undefined;
    const place = { sent, isLast, write, writeError, refusals: googleRefusals };
    if (await breaksOff(context, state, wishes, place)) return;
    if (isLast) break;
    if (pace) await sleep(1000 / pace);
    await send({ text });
    if (outgoing.destroyed) return;
  }
  if (content.toolCall) await send(asFunctionCall(content.toolCall));
  await write(JSON.stringify(asChunk(content, [], ending(content, wishes))));
  outgoing.end();
}

/** Google gives a call whole. */
function asFunctionCall({ name, arguments: text }: ChosenTool): Part {
  return { functionCall: { name, args: JSON.parse(text) }, thoughtSignature: 'c3RhbmQtaW4=' };
}

/** A prompt that Google does not take has no candidates, and no error either. */
async function refusePrompt(
  context: UpstreamContext,
  { model, responseId, isStream }: Pick<Content, 'model' | 'responseId'> & { isStream: boolean },
): Promise<Response> {
  const promptFeedback = { blockReason: 'PROHIBITED_CONTENT' };
  const answer = { promptFeedback, modelVersion: model, responseId };
  if (!isStream) return context.json(answer);
  await openStream(context, {})(JSON.stringify(answer));
  context.env.outgoing.end();
  return RESPONSE_ALREADY_SENT;
}

interface Ending {
  finishReason?: string;
  usageMetadata?: object;
}

function asChunk({ model, responseId }: Content, parts: Part[], end: Ending = {}) {
  const { finishReason, usageMetadata } = end;
  const content = { role: 'model', ...(parts.length > 0 && { parts }) };
  return {
    candidates: [{ content, index: 0, ...(finishReason && { finishReason }) }],
    ...(usageMetadata && { usageMetadata }),
    modelVersion: model,
    responseId,
  };
}

/** Thoughts are counted apart from the answer; cached tokens are part of the prompt's. */
function ending({ answer, toolCall, promptTokens }: Content, { no_usage }: Directives): Ending {
  const { reasoning, cachedTokens } = answer;
  const tokens = toolCall ? splitTokens(toolCall.arguments) : answer.tokens;
  const finishReason = finishReasons[answer.finish];
  if (no_usage) return { finishReason };
  return {
    finishReason,
    usageMetadata: {
      promptTokenCount: promptTokens,
      candidatesTokenCount: tokens.length,
      totalTokenCount: promptTokens + tokens.length + reasoning.length,
      ...(cachedTokens > 0 && { cachedContentTokenCount: cachedTokens }),
      ...(reasoning.length > 0 && { thoughtsTokenCount: reasoning.length }),
    },
  };
}
