// format-table: rows of text as a table for people.

/** The head, a rule and the rows, each column as wide as its longest cell; two spaces before. */
export function formatTable(head: string[], rows: string[][]): string {
  const widths = head.map((title, column) =>
    Math.max(...[title, ...rows.map((row) => row[column] ?? '')].map((cell) => cell.length)),
  );
  const rule = widths.map((width) => '-'.repeat(width));
  const pad = (row: string[]) => widths.map((width, column) => (row[column] ?? '').padEnd(width));
  return [head, rule, ...rows].map((row) => `  ${pad(row).join('  ')}`.trimEnd()).join('\n');
}
