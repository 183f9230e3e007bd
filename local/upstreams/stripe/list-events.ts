// list-events: the events that a list asks for: by type, with * at its end, and by their time.
import type { Account } from './account.ts';
import type { Event } from './objects.ts';
import type { Form } from './parse-form.ts';

/** Oldest first. */
export function listEvents(account: Account, { type, created }: Form): Event[] {
  const { gte = 0, lt = Number.POSITIVE_INFINITY } = (created ?? {}) as Form;
  const pattern = type === undefined ? undefined : String(type);
  return account.events.filter(
    (event) =>
      event.created >= Number(gte) && event.created < Number(lt) && fits(event.type, pattern),
  );
}

function fits(type: string, pattern: string | undefined): boolean {
  if (pattern === undefined) return true;
  return pattern.endsWith('*') ? type.startsWith(pattern.slice(0, -1)) : type === pattern;
}
