// open-gate: lets the stand-in of OpenAI go on where a message told it to wait.
import { inject } from 'vitest';

/** Opens the gate that a message named by `[[gate=<name> after=<tokens>]]`. */
export async function openGate(name: string): Promise<void> {
  const control = new URL(`/__control/gates/${name}`, inject('stack').openaiUrl);
  const { ok, status } = await fetch(control, { method: 'POST' });
  if (!ok) throw new Error(`The gate ${name} stays closed: ${status}.`);
}
