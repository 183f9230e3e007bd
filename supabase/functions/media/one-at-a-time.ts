// one-at-a-time: files are in memory while they are looked at, of which a worker has little.

let last: Promise<unknown> = Promise.resolve();

/** What is known at once, and what is still done behind it with the same file. */
export interface Turn<Answer> {
  answer: Answer;
  rest?: Promise<unknown>;
}

/** Does `work` when all that came before is done with its rest, however that ended. */
export function oneAtATime<Answer>(work: () => Promise<Turn<Answer>>): Promise<Answer> {
  const turn = last.then(work);
  last = turn.then(({ rest }) => rest).catch(() => undefined);
  return turn.then(({ answer }) => answer);
}
