// start-timer: one pg_cron schedule (supabase-platform.md §7.1) as a timer.
import { Cron } from 'croner';

export interface Timer {
  stop(): void;
}

/**
 * Calls `onDue` whenever `schedule` is due: the five fields of cron in GMT with `$` for the last
 * day of the month, or `N seconds` from now on. Throws when the schedule cannot be read.
 */
export function startTimer(schedule: string, onDue: (isInterval: boolean) => void): Timer {
  const seconds = /^\s*(\d+)\s+seconds?\s*$/i.exec(schedule)?.[1];
  if (seconds) {
    const timer = setInterval(() => onDue(true), Number(seconds) * 1000);
    return { stop: () => clearInterval(timer) };
  }
  const fields = schedule.trim().split(/\s+/);
  const [, , dayOfMonth = '', , dayOfWeek = ''] = fields;
  // Vixie cron's rule: both days must match when either field starts with a star, else one does.
  const domAndDow = dayOfMonth.startsWith('*') || dayOfWeek.startsWith('*');
  const pattern = fields.map((field) => field.replace('$', 'L')).join(' ');
  return new Cron(pattern, { mode: '5-part', timezone: 'UTC', domAndDow }, () => onDue(false));
}
