// name-crash-lines: gives the Deno runtime's own report of a worker's crash the function's name.

/** Wraps `onLine`: `… in worker "chat" …` and the indented lines after it get `chat: ` in front. */
export function nameCrashLines(onLine: (line: string) => void): (line: string) => void {
  let crashed: string | undefined;
  return (line) => {
    crashed =
      /^error: .*\(in worker "([\w-]+)"\)/.exec(line)?.[1] ??
      (/^\s/.test(line) ? crashed : undefined);
    onLine(crashed ? `${crashed}: ${line}` : line);
  };
}
