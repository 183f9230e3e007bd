// test: everything that must hold, in one command: format, lint, types, tidy, then the tests.
// With arguments only the tests they name: `npm test -- tests/database`.
// The last line is `N passed, N failed`; a step before the tests counts as one.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const STEPS: Record<string, string[]> = {
  'format and lint': ['biome', 'ci', '--error-on-warnings', '.'],
  types: ['tsc', '-p', '.'],
  'types of the functions': [
    ...['deno', 'check', '--quiet', 'supabase/functions/'],
    ...['local/functions/deno/', 'tests/fixtures/functions/'],
  ],
  tidy: ['node', 'scripts/tidy.ts'],
};

const args = process.argv.slice(2);
let passed = 0;
let failed = 0;
for (const [name, command] of args.length > 0 ? [] : Object.entries(STEPS)) runStep(name, command);
runTests();
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;

function runStep(name: string, [command = '', ...rest]: string[]): void {
  const { status, stdout, stderr } = spawnSync(command, rest, { encoding: 'utf8' });
  if (status === 0) {
    passed += 1;
    console.log(`✓ ${name}`);
    return;
  }
  failed += 1;
  console.log(`✗ ${name}\n${stdout}${stderr}`);
}

function runTests(): void {
  const folder = mkdtempSync(join(tmpdir(), 'parley-test-'));
  const report = join(folder, 'report.json');
  try {
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
    const { status } = spawnSync('vitest', ['run', ...reporters, ...args], { stdio: 'inherit' });
    const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(report, 'utf8'));
    passed += numPassedTests;
    // A run can fail without a failed test: a file that does not load, a stack that does not start.
    failed += status === 0 ? numFailedTests : Math.max(1, numFailedTests);
  } catch (error) {
    console.error(`The tests gave no report: ${error}`);
    failed += 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
