// run: what every npm script goes through. Installs what is missing, then runs scripts/<name>.ts
// under the Node that the lock file pins. Plain JavaScript without imports from packages, because
// on a fresh clone there are none, and because it must run on Node 20.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const [name, ...args] = process.argv.slice(2);
const node = join(root, 'node_modules', 'node', 'bin', 'node');
const note = join(root, 'node_modules', '.parley-installed');

requireNode();
if (!isInstalled()) install();
process.exitCode = await run();

function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  fail(`Parley needs Node 20.19 or later; this is ${process.versions.node}.`);
}

// npm does not touch its own notes when all was there already: we note what we installed last.
function isInstalled() {
  return existsSync(node) && existsSync(note) && readFileSync(note, 'utf8') === wanted();
}

function wanted() {
  return createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
}

// Not `npm ci`: where a registry lacks the packages of other platforms, the lock file lacks them
// too, and `npm ci` refuses it. Versions are the lock file's all the same, and it stays as it is.
function install() {
  console.error('Installing packages (only when they changed) ...');
  const { status, error } = spawnSync(
    process.platform === 'win32' ? 'npm.cmd' : 'npm',
    ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'],
    { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] },
  );
  if (error) fail(`npm could not be started: ${error.message}`);
  if (status !== 0) fail('The packages could not be installed; what npm said stands above.');
  writeFileSync(note, wanted());
}

function run() {
  const path = [join(root, 'node_modules', '.bin'), dirname(node), process.env.PATH];
  const child = spawn(node, [join(root, 'scripts', `${name}.ts`), ...args], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, PATH: path.join(process.platform === 'win32' ? ';' : ':') },
  });
  process.on('SIGINT', () => {
    // Ctrl-C reaches the child by itself; here it must only not end the wait for its clean stop.
  });
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  return new Promise((resolve) => {
    child.on('error', (error) => fail(`${name} could not be started: ${error.message}`));
    child.on('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 1)));
  });
}

function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}
