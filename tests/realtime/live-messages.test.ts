// live-messages: events that come twice, late, in any order or not at all, and rows read at any
// moment, leave the newest version of each message, or ask for a read.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  createLiveMessages,
  type DeltaEvent,
  type LiveMessage,
  type MessageEvent,
} from '../../shared/live-messages.ts';

const answer = (revision: number, content: string, ordinal = 1): LiveMessage => ({
  id: `message-${ordinal}`,
  parent_id: null,
  author_id: null,
  ordinal,
  revision,
  role: 'assistant',
  kind: 'text',
  state: revision % 2 ? 'failed' : 'streaming',
  content,
  created_at: '2026-01-01T00:00:00Z',
});

type Step = { event: MessageEvent } | { delta: DeltaEvent };

/** The history of one answer: its versions as rows, and what the database told of each change. */
function history(lives: string[][]): { rows: LiveMessage[]; steps: Step[] } {
  const rows: LiveMessage[] = [];
  const steps: Step[] = [];
  for (const [life, pieces] of lives.entries()) {
    let row = answer(2 * life, '');
    rows.push(row);
    steps.push({ event: { ...row, is_current: true } });
    for (const text of pieces) {
      const delta = {
        message_id: row.id,
        revision: row.revision,
        offset: row.content.length,
        text,
      };
      row = { ...row, content: row.content + text };
      rows.push(row);
      steps.push({ delta });
    }
    const end = answer(2 * life + 1, row.content);
    rows.push(end);
    steps.push({ event: { ...end, is_current: true } });
  }
  return { rows, steps };
}

const lives = fc.array(fc.array(fc.string({ minLength: 1, unit: 'grapheme' }), { maxLength: 8 }), {
  minLength: 1,
  maxLength: 3,
});

it('whatever is lost and repeated, a read when one is asked for brings the stored text', () => {
  fc.assert(
    fc.property(lives, fc.array(fc.nat(3), { minLength: 1 }), fc.nat(), (told, copies, late) => {
      const { rows, steps } = history(told);
      const messages = createLiveMessages();
      messages.beginRead()([]);
      for (const [index, step] of steps.entries()) {
        const now = rows[index] as LiveMessage;
        const times = copies[index % copies.length] ?? 1;
        for (let time = 0; time < times; time++) {
          const isWhole =
            'event' in step ? messages.hearMessage(step.event) : messages.hearDelta(step.delta);
          // A read that is as late as the network likes: any version from now on.
          const row = rows[Math.min(index + (late % 3), rows.length - 1)] as LiveMessage;
          if (!isWhole) messages.beginRead()([row]);
          const [shown] = messages.list();
          expect([shown?.revision, shown?.content.slice(0, now.content.length)]).not.toEqual([
            now.revision,
            undefined,
          ]);
          if (shown?.revision === now.revision) expect(shown.content).toContain(now.content);
          else expect(shown?.revision).toBeGreaterThan(now.revision);
        }
      }
      // The last event was lost, maybe; the next join reads.
      messages.beginRead()([rows.at(-1) as LiveMessage]);
      expect(messages.list()).toEqual([rows.at(-1)]);
    }),
  );
});

it('a read that began before an event does not undo it', () => {
  const messages = createLiveMessages();
  const take = messages.beginRead();
  messages.hearMessage({ ...answer(1, 'New', 2), is_current: true });
  messages.hearMessage({ ...answer(3, 'Ended'), is_current: true });
  take([answer(2, 'End')]);
  expect(messages.list().map(({ content }) => content)).toEqual(['Ended', 'New']);
  messages.beginRead()([answer(3, 'Ended')]);
  expect(messages.list().map(({ content }) => content)).toEqual(['Ended']);
});

it('what is hidden stays hidden, when an older event comes late', () => {
  const messages = createLiveMessages();
  messages.hearMessage({ ...answer(3, 'Ended'), is_current: false });
  messages.hearMessage({ ...answer(2, 'End'), is_current: true });
  expect(messages.list()).toEqual([]);
});
