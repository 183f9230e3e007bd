// content-request: the body of :generateContent, checked as Google checks it.
import { z } from 'zod';
import type { Said } from '../shared/compose-answer.ts';
import { type Sight, seePicture } from '../shared/see-picture.ts';
import { countPromptTokens } from '../shared/split-tokens.ts';
import { GoogleError } from './google-error.ts';

const CONTEXT_TOKENS = 1_048_576;
const MAX_OUTPUT_TOKENS = 65_536;
/** Of a picture that is one tile. */
const PICTURE_TOKENS = 258;

const parts = z
  .array(
    z.looseObject({
      text: z.string().optional(),
      inlineData: z.strictObject({ mimeType: z.string(), data: z.string() }).optional(),
      functionResponse: z.unknown().optional(),
    }),
  )
  .min(1);
const declaration = z.looseObject({ name: z.string() });
const contentRequest = z.looseObject({
  contents: z.array(z.object({ role: z.enum(['user', 'model']), parts })).min(1),
  systemInstruction: z.looseObject({ parts }).optional(),
  generationConfig: z
    .looseObject({
      maxOutputTokens: z.int().min(1).optional(),
      temperature: z.number().min(0).max(2).optional(),
    })
    .optional(),
  tools: z
    .array(z.looseObject({ functionDeclarations: z.array(declaration).optional() }))
    .optional(),
});

export interface ContentRequest {
  said: Said[];
  contents: unknown;
  promptTokens: number;
  maxTokens: number;
  /** Their names. */
  tools: string[];
}

/** The request; throws Google's 400 or 404 for one that Google would refuse. */
export async function readContentRequest(model: string, body: unknown): Promise<ContentRequest> {
  if (!model.startsWith('gemini-')) {
    const message = `models/${model} is not found for API version v1beta.`;
    throw new GoogleError(404, message);
  }
  const result = contentRequest.safeParse(body);
  if (!result.success) {
    const [issue] = result.error.issues;
    const message = `Invalid value at '${issue?.path.join('.')}': ${issue?.message}`;
    throw new GoogleError(400, message);
  }
  const { contents, systemInstruction, generationConfig, tools = [] } = result.data;
  const said: Said[] = [
    ...(systemInstruction
      ? [{ role: 'system' as const, text: textOf(systemInstruction.parts) }]
      : []),
    ...(await Promise.all(
      contents.map(async (content) => ({
        role: roleOf(content),
        text: textOf(content.parts),
        pictures: await picturesOf(content.parts),
      })),
    )),
  ];
  const pictures = said.flatMap((message) => message.pictures ?? []);
  const promptTokens =
    countPromptTokens(said.map(({ text }) => text)) + PICTURE_TOKENS * pictures.length;
  if (promptTokens > CONTEXT_TOKENS) {
    const message =
      `The input token count (${promptTokens}) exceeds the maximum number of tokens allowed ` +
      `(${CONTEXT_TOKENS}).`;
    throw new GoogleError(400, message);
  }
  const maxTokens = generationConfig?.maxOutputTokens ?? MAX_OUTPUT_TOKENS;
  const declared = tools.flatMap(({ functionDeclarations = [] }) => functionDeclarations);
  return { said, contents, promptTokens, maxTokens, tools: declared.map(({ name }) => name) };
}

function roleOf(content: { role: 'user' | 'model'; parts: z.infer<typeof parts> }): Said['role'] {
  if (content.role === 'model') return 'assistant';
  return content.parts.some(({ functionResponse }) => functionResponse) ? 'tool' : 'user';
}

function picturesOf(given: z.infer<typeof parts>): Promise<Sight[]> {
  const images = given.flatMap(({ inlineData }) => inlineData ?? []);
  return Promise.all(
    images.map(async ({ mimeType, data }) => {
      const seen = await seePicture(mimeType, data);
      if (!seen) throw new GoogleError(400, 'Provided image is not valid.');
      return seen;
    }),
  );
}

function textOf(given: z.infer<typeof parts>): string {
  const texts = given.map(({ text, functionResponse }) =>
    functionResponse ? JSON.stringify(functionResponse) : text,
  );
  return texts.join('');
}
