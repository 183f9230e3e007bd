// parse-size: sizes of files as people write them, in the API and in config.toml.

const decimal: Record<string, number> = { b: 1, kb: 1e3, mb: 1e6, gb: 1e9 };

/** Bytes of "20GB", "1.5MB", "30KB" or "3B", as the API counts them; undefined if it is none. */
export function parseApiSize(text: string): number | undefined {
  const [, amount, unit = ''] = /^(\d+(?:\.\d+)?)(gb|mb|kb|b)$/i.exec(text) ?? [];
  const factor = decimal[unit.toLowerCase()];
  return amount && factor ? Math.round(Number(amount) * factor) : undefined;
}

/** Bytes of "50MiB", "50MB" or "50", where K, M and G are powers of 1024, as the CLI counts. */
export function parseConfigSize(text: string): number | undefined {
  const [, amount, unit = ''] = /^(\d+(?:\.\d+)?) ?([kmgt]?)i?b?$/i.exec(text) ?? [];
  if (amount === undefined) return undefined;
  return Math.round(Number(amount) * 1024 ** ['', 'k', 'm', 'g', 't'].indexOf(unit.toLowerCase()));
}
