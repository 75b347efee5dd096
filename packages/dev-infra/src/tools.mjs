import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

/** @typedef {import('./prepare.d.mts').MissingTool} MissingTool */
/** @typedef {{ path: string, version: string, isNewEnough: boolean }} Tool */

/** @typedef {Omit<MissingTool, 'found'> & { minimum: number[] }} Requirement */

/** What is looked for, and the commands that bring it. */
export const requirements = /** @type {const} @satisfies {Record<string, Requirement>} */ ({
  java: {
    tool: 'Java 17 or later',
    minimum: [17],
    debian:
      'sudo apt-get install -y openjdk-17-jre-headless || sudo apt-get install -y default-jre-headless',
    macos: 'brew install --cask temurin',
  },
  maven: {
    tool: 'Maven',
    minimum: [],
    debian: 'sudo apt-get install -y maven',
    macos: 'brew install maven',
  },
  go: {
    // Go 1.21 and later fetch by themselves the newer toolchain that go.mod asks for.
    tool: 'Go 1.21 or later',
    minimum: [1, 21],
    debian:
      'sudo apt-get install -y golang-go (Debian 12: sudo apt-get install -y -t bookworm-backports golang-go)',
    macos: 'brew install go',
  },
  redis: {
    tool: 'Redis 6.2 or later',
    minimum: [6, 2],
    debian: 'sudo apt-get install -y redis-server',
    macos: 'brew install redis',
  },
});

/**
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<Tool | undefined>}
 */
export async function findJava(env) {
  const { JAVA_HOME } = env;
  const candidates = [
    JAVA_HOME && join(JAVA_HOME, 'bin', 'java'),
    await findOnPath('java', env),
    await macosJava(env),
  ];
  const { minimum } = requirements.java;
  return best(candidates, { args: ['-version'], pattern: /version "([\d._]+)/, minimum, env });
}

/**
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<Tool | undefined>}
 */
export async function findGo(env) {
  const candidates = [await findOnPath('go', env)];
  const { minimum } = requirements.go;
  return best(candidates, { args: ['version'], pattern: /\bgo(\d[\d.]*)/, minimum, env });
}

/**
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<Tool | undefined>}
 */
export async function findRedis(env) {
  const candidates = [await findOnPath('redis-server', env)];
  const { minimum } = requirements.redis;
  return best(candidates, { args: ['--version'], pattern: /v=(\d[\d.]*)/, minimum, env });
}

/**
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<Tool | undefined>}
 */
export async function findMongod(env) {
  const candidates = [await findOnPath('mongod', env)];
  return best(candidates, { args: ['--version'], pattern: /v(\d[\d.]*)/, minimum: [6], env });
}

/**
 * Compares dotted versions; Java 8 calls itself 1.8, which compares as it should.
 * @param {string} version
 * @param {readonly number[]} minimum
 * @returns {boolean}
 */
export function isAtLeast(version, minimum) {
  const parts = version.split(/[._]/).map(Number);
  for (const [index, wanted] of minimum.entries()) {
    const part = parts[index] ?? 0;
    if (part !== wanted) return part > wanted;
  }
  return true;
}

/**
 * @param {string} name
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<string | undefined>}
 */
export async function findOnPath(name, env) {
  const { PATH = '' } = env;
  for (const folder of PATH.split(delimiter)) {
    const path = join(folder, name);
    const isExecutable = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (folder !== '' && isExecutable) return path;
  }
  return undefined;
}

/**
 * Runs a program to its end; a failure carries its last lines.
 * @param {string} path
 * @param {string[]} args
 * @param {{ env: NodeJS.ProcessEnv, cwd?: string }} options
 * @returns {Promise<string>} what it printed, on both streams
 */
export function run(path, args, options) {
  return new Promise((resolve, reject) => {
    const settings = { ...options, maxBuffer: 64 * 1024 * 1024 };
    execFile(path, args, settings, (err, stdout, stderr) => {
      const output = `${stdout}${stderr}`;
      if (err === null) return resolve(output);
      const tail = output.trim().split('\n').slice(-15).join('\n');
      reject(new Error(`${path} ${args[0]} failed\n${tail || err.message}`, { cause: err }));
    });
  });
}

/**
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<string | undefined>}
 */
async function macosJava(env) {
  if (process.platform !== 'darwin') return undefined;
  // macOS has a /usr/bin/java that only asks to install one; this tool knows the real ones.
  const home = await run('/usr/libexec/java_home', ['-v', '17+'], { env }).catch(() => '');
  return home === '' ? undefined : join(home.trim(), 'bin', 'java');
}

/**
 * @param {(string | undefined)[]} candidates
 * @param {{ args: string[], pattern: RegExp, minimum: readonly number[], env: NodeJS.ProcessEnv }} options
 * @returns {Promise<Tool | undefined>} the first that is new enough, else the first that runs at all
 */
async function best(candidates, { args, pattern, minimum, env }) {
  /** @type {Tool | undefined} */
  let tooOld;
  for (const path of candidates) {
    if (!path) continue;
    const version = pattern.exec(await run(path, args, { env }).catch(() => ''))?.[1];
    if (version === undefined) continue;
    if (isAtLeast(version, minimum)) return { path, version, isNewEnough: true };
    tooOld ??= { path, version, isNewEnough: false };
  }
  return tooOld;
}
