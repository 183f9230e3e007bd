// is-alive: whether a process still runs.
import { readIfPresent } from './read-if-present.ts';

/** True for a process of any user; false for one that was killed and not looked after yet. */
export async function isAlive(pid: number): Promise<boolean> {
  return answersSignals(pid) && !(await isZombie(pid));
}

function answersSignals(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** A killed process keeps its number until its parent looks; where /proc tells, it is not alive. */
async function isZombie(pid: number): Promise<boolean> {
  const stat = await readIfPresent(`/proc/${pid}/stat`);
  return stat !== undefined && /\) [ZX] /.test(stat);
}
