// character-tests: an admin tries a message with a character.
import { z } from 'zod';
import { providerName } from './providers.ts';
import { MESSAGE_MAX_LENGTH } from './user-message.ts';

/** `POST /functions/v1/admin/characters/<id>/test`. */
export const characterTestRequest = z.object({
  text: z.string().trim().min(1).max(MESSAGE_MAX_LENGTH),
});
export type CharacterTestRequest = z.infer<typeof characterTestRequest>;

/** What `begin_character_test` answers: what the model is asked. */
export const characterTest = z.object({
  system_prompt: z.string().nullable(),
  model: z.string(),
  provider: providerName,
  temperature: z.number(),
  max_output_tokens: z.int(),
});

/** What the route answers: the answer, and the prompt that led to it. */
export interface CharacterTestAnswer {
  text: string;
  system_prompt: string | null;
  model: string;
  input_tokens?: number;
  output_tokens?: number;
  latency_ms?: number;
}
