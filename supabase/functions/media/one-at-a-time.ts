// one-at-a-time: files are in memory while they are looked at, of which a worker has little.

let last: Promise<unknown> = Promise.resolve();

/** Does `work` when all that came before is done, however that ended. */
export function oneAtATime<Result>(work: () => Promise<Result>): Promise<Result> {
  const result = last.then(work, work);
  last = result.catch(() => undefined);
  return result;
}
