// watch-sources: tells when the code of functions has changed on disk.
import { existsSync, watch } from 'node:fs';
import { join, sep } from 'node:path';

/**
 * Calls `onChange` with the name of the function whose folder changed, or with undefined when
 * code that functions share did (`_shared`, import maps, the project's `shared/`). After an error
 * changes are no longer seen.
 */
export function watchSources(
  { projectDir, functionsDir }: { projectDir: string; functionsDir: string },
  onChange: (name: string | undefined) => void,
  onError: (error: Error) => void,
): { close(): void } {
  const own = watch(functionsDir, { recursive: true }, (_event, file) => {
    const [first = '', ...rest] = (file ?? '').split(sep);
    onChange(rest.length > 0 && !first.startsWith('_') ? first : undefined);
  });
  const sharedDir = join(projectDir, 'shared');
  const shared = existsSync(sharedDir)
    ? watch(sharedDir, { recursive: true }, () => onChange(undefined))
    : undefined;
  own.on('error', onError);
  shared?.on('error', onError);
  return {
    close() {
      own.close();
      shared?.close();
    },
  };
}
