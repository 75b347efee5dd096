// Runs on whatever Node the machine has (20 or later) before anything is installed; imports nothing from npm.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { stat, utimes } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const oldestNode = 20;
const root = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');
const commands = [
  'start',
  'dev',
  'test',
  'test-nightly',
  'test-faults',
  'doctor',
  'reset',
  'seed',
  'rotate-keys',
  'events',
  'reindex',
  'dead-letters',
  'admin',
  'bench',
];
/** These start stores, so they need the tools for it. */
const needStores = ['start', 'dev', 'test', 'test-nightly', 'test-faults'];

const [command = '', ...args] = process.argv.slice(2);
await main();

async function main() {
  const major = Number(process.versions.node.split('.')[0]);
  if (major < oldestNode) {
    fail(
      `dailyfeed needs Node ${oldestNode} or later; this is ${process.versions.node}.\n` +
        '  macOS:           brew install node\n' +
        '  Everywhere:      https://nodejs.org/en/download',
    );
  }
  if (!commands.includes(command)) fail(`Usage: npm run ${commands.join(' | ')}`);

  const plan = needStores.includes(command) ? await planStores() : undefined;
  let isQuiet = false;
  const say = (/** @type {string} */ line) => isQuiet || process.stdout.write(`${line}\n`);
  // Goes on beside the command, which waits for what it needs; a failure is met again, and told, there.
  const preparing = plan?.run(toSpeaker(say)).catch(() => undefined);
  if (await isInstallNeeded()) await install(say);
  isQuiet = true;
  await handOver();
  await preparing;
}

async function planStores() {
  // @boundaries-ignore nothing is installed yet, so the package has no name to be found by
  const { MissingToolsError, planStores } = await import('../packages/dev-infra/src/prepare.mjs');
  // Tests never use a developer's stores, so they need the embedded ones in any case.
  const forTests = command.startsWith('test');
  const named = forTests ? { KAFKA_BROKERS: '', REDIS_URL: '', MONGODB_URL: '' } : {};
  try {
    return await planStores({ env: { ...process.env, ...named }, forTests });
  } catch (err) {
    if (err instanceof MissingToolsError) fail(err.message);
    throw err;
  }
}

/** Whether the modules are absent, half-installed or older than what the lockfile asks for. */
async function isInstallNeeded() {
  const [lockfile, installed] = await Promise.all(
    ['package-lock.json', 'node_modules/.package-lock.json'].map((path) =>
      stat(`${root}/${path}`).then(
        (file) => file.mtimeMs,
        () => 0,
      ),
    ),
  );
  return installed === 0 || Number(installed) < Number(lockfile);
}

/** @param {(line: string) => unknown} say */
async function install(say) {
  const startedAt = Date.now();
  say('Installing packages (npm install) …');
  const flags = ['install', '--no-audit', '--no-fund', '--loglevel=error'];
  // Prisma's installer would fetch an engine that dailyfeed does not use; this stands in for it.
  const env = { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: '/bin/true' };
  const { npm_execpath: npm } = process.env;
  const child = npm
    ? spawn(process.execPath, [npm, ...flags], {
        cwd: root,
        env,
        stdio: ['ignore', 'ignore', 'inherit'],
      })
    : spawn('npm', flags, { cwd: root, env, stdio: ['ignore', 'ignore', 'inherit'] });
  if ((await ended(child)) !== 0) fail('npm install failed; its own words are above.');
  // npm leaves the marker alone when there was nothing to do, and we would install at every start.
  const at = new Date();
  await utimes(`${root}/node_modules/.package-lock.json`, at, at).catch(() => undefined);
  say(`Installed packages in ${seconds(startedAt)}`);
}

/** Goes on with the project's own Node, which runs TypeScript as it is. */
async function handOver() {
  const node = `${root}/node_modules/.bin/node`;
  if (!existsSync(node)) {
    fail(
      `${node} is missing: the packages were installed without their scripts.\n  npm install --ignore-scripts=false`,
    );
  }
  // The extra channel tells the command when this process is gone, however it went.
  const child = spawn(node, [`${root}/scripts/${command}.ts`, ...args], {
    cwd: root,
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  // Ctrl-C reaches the child by itself; a signal to this process alone is passed on.
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => child.kill(signal));
  }
  process.exitCode = await ended(child);
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<number>}
 */
function ended(child) {
  return new Promise((resolve) => {
    child.once('error', (err) => fail(err.message));
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

/**
 * @param {(line: string) => unknown} say
 * @returns {import('../packages/dev-infra/src/prepare.d.mts').ProgressListener}
 */
function toSpeaker(say) {
  const startedAt = Date.now();
  return ({ name, state }) => {
    if (state === 'making') say(`Preparing ${name} (once for all clones) …`);
    if (state === 'waiting') say(`Waiting for another clone that prepares ${name} …`);
    if (state === 'made') say(`Prepared ${name} in ${seconds(startedAt)}`);
  };
}

/** @param {number} startedAt */
function seconds(startedAt) {
  return `${((Date.now() - startedAt) / 1000).toFixed(1)} s`;
}

/**
 * @param {string} message
 * @returns {never}
 */
function fail(message) {
  process.stderr.write(`\n${message}\n\n`);
  process.exit(1);
}
