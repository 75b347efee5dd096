import { chmod, copyFile, readdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { cacheFolder, entryFolder, isPresent, makeOnce } from './cache.mjs';
import {
  findGo,
  findJava,
  findMongod,
  findOnPath,
  findRedis,
  requirements,
  run,
} from './tools.mjs';

export { cacheFolder } from './cache.mjs';
export { inspectCache, inspectTools } from './inspect.mjs';

/** @typedef {import('./prepare.d.mts').MissingTool} MissingTool */
/** @typedef {import('./prepare.d.mts').PlanOptions} PlanOptions */
/** @typedef {import('./prepare.d.mts').Programs} Programs */
/** @typedef {{ name: string, folder: string, lock: string, make: (folder: string) => Promise<void> }} Step */
/** @typedef {{ programs: Programs, steps: Step[], missing: MissingTool[] }} Part */

const infraFolder = fileURLToPath(new URL('../../../infra', import.meta.url));

export class MissingToolsError extends Error {
  /** @param {MissingTool[]} missing */
  constructor(missing) {
    const lines = missing.map(
      ({ tool, found, debian, macos }) =>
        `  ${tool}${found ? ` (found only ${found})` : ''}\n` +
        `    Debian, Ubuntu:  ${debian}\n    macOS:           ${macos}`,
    );
    super(`Something is missing on this machine:\n${lines.join('\n')}`);
    this.name = 'MissingToolsError';
    this.missing = missing;
  }
}

/** @type {typeof import('./prepare.d.mts').planStores} */
export async function planStores(options) {
  const parts = await Promise.all([
    planKafka(options),
    planRedis(options),
    planMongo(options),
    planTestServers(options),
  ]);
  const byName = new Map(parts.flatMap((part) => part.missing.map((tool) => [tool.tool, tool])));
  const missing = [...byName.values()];
  if (missing.length > 0) throw new MissingToolsError(missing);

  const steps = parts.flatMap((part) => part.steps);
  return {
    steps: steps.map((step) => step.name),
    run: async (onProgress) => {
      await Promise.all(steps.map((step) => runStep(step, onProgress)));
      return Object.assign({}, ...parts.map((part) => part.programs));
    },
  };
}

/** @type {typeof import('./prepare.d.mts').prepareStores} */
export async function prepareStores(options) {
  const plan = await planStores(options);
  return plan.run();
}

/**
 * @param {Step} step
 * @param {import('./prepare.d.mts').ProgressListener | undefined} onProgress
 */
async function runStep({ name, ...entry }, onProgress) {
  onProgress?.({ name, state: 'making' });
  await makeOnce({ ...entry, onWait: () => onProgress?.({ name, state: 'waiting' }) });
  onProgress?.({ name, state: 'made' });
}

/**
 * @param {PlanOptions} options
 * @returns {Promise<Part>}
 */
async function planKafka({ env }) {
  if (env['KAFKA_BROKERS']) return nothing();
  const java = await findJava(env);
  const jars = await planMaven({ env, name: 'kafka', goal: 'dependency:copy-dependencies@kafka' });
  return {
    programs: { ...(java && { java: java.path }), kafka: join(jars.folder, 'kafka') },
    steps: jars.steps,
    missing: [...(java?.isNewEnough ? [] : [missingTool('java', java)]), ...jars.missing],
  };
}

/**
 * @param {PlanOptions} options
 * @returns {Promise<Part>}
 */
async function planRedis({ env }) {
  if (env['REDIS_URL']) return nothing();
  const installed = await findRedis(env);
  if (installed?.isNewEnough) return { ...nothing(), programs: { redis: installed.path } };

  const suffix = redisSuffix();
  if (suffix === undefined) return { ...nothing(), missing: [missingTool('redis', installed)] };
  const jar = await planMaven({
    env,
    name: `redis-${suffix}`,
    goal: 'dependency:unpack-dependencies@redis',
    finish: async (folder) => {
      const names = await readdir(join(folder, 'redis'));
      const name = names.find((candidate) => candidate.endsWith(suffix));
      if (name === undefined) throw new Error(`No Redis for ${suffix} in the Maven artifact`);
      const path = join(folder, 'redis-server');
      await rename(join(folder, 'redis', name), path);
      await chmod(path, 0o755);
      await run(path, ['--version'], { env });
    },
  });
  return { ...jar, programs: { redis: join(jar.folder, 'redis-server') } };
}

/**
 * @param {PlanOptions} options
 * @returns {Promise<Part>}
 */
async function planMongo({ env, mongoEngine }) {
  if (env['MONGODB_URL']) return nothing();
  const mongod = mongoEngine === 'ferretdb' ? undefined : await findMongod(env);
  if (mongod?.isNewEnough) {
    return { ...nothing(), programs: { mongo: { engine: 'mongod', path: mongod.path } } };
  }
  if (mongoEngine === 'mongod') {
    const tool = 'mongod 6 or later, which the data folder was made with';
    return {
      ...nothing(),
      missing: [
        {
          tool,
          debian: 'sudo apt-get install -y mongodb-org',
          macos: 'brew install mongodb-community',
        },
      ],
    };
  }
  return planFerretdb(env);
}

/**
 * What tests start by themselves; no store of `npm start`.
 * @param {PlanOptions} options
 * @returns {Promise<Part>}
 */
async function planTestServers({ env, forTests }) {
  if (!forTests) return nothing();
  const { steps, missing } = await planS3(env);
  return { programs: {}, steps, missing };
}

/** @type {typeof import('./prepare.d.mts').prepareS3} */
export async function prepareS3(env) {
  const { path, steps, missing } = await planS3(env);
  if (missing.length > 0) throw new MissingToolsError(missing);
  await Promise.all(steps.map((step) => runStep(step, undefined)));
  return path;
}

/** @param {NodeJS.ProcessEnv} env */
function planS3(env) {
  return planGo({ env, name: 's3', source: 's3', label: 'S3 server', tags: [] });
}

/**
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<Part>}
 */
async function planFerretdb(env) {
  const { path, steps, missing } = await planGo({
    env,
    name: 'ferretdb',
    source: 'mongodb',
    label: 'FerretDB',
    // Half of the build would be the SQLite engine.
    tags: ['-tags', 'ferretdb_no_sqlite'],
  });
  if (missing.length > 0) return { ...nothing(), missing };
  return { programs: { mongo: { engine: 'ferretdb', path } }, steps, missing };
}

/**
 * A server that is built from `infra/<source>`.
 * @param {{ env: NodeJS.ProcessEnv, name: string, source: string, label: string, tags: string[] }} args
 * @returns {Promise<{ path: string, steps: Step[], missing: MissingTool[] }>}
 */
async function planGo({ env, name, source, label, tags }) {
  const home = join(infraFolder, source);
  const names = ['main.go', 'go.mod', 'go.sum'];
  const texts = await Promise.all(names.map((file) => readFile(join(home, file), 'utf8')));
  const inputs = [process.platform, process.arch, ...texts];
  const folder = entryFolder({ cache: cacheFolder(env), name, inputs });
  const path = join(folder, name);
  if (await isPresent(folder)) return { path, steps: [], missing: [] };

  const go = await findGo(env);
  if (!go?.isNewEnough) return { path, steps: [], missing: [missingTool('go', go)] };
  /** @param {string} temporary */
  const make = async (temporary) => {
    // Built from a copy, so that Go can never write into the clone.
    await Promise.all(names.map((file) => copyFile(join(home, file), join(temporary, file))));
    const flags = ['-trimpath', '-buildvcs=false', '-ldflags', '-s -w', ...tags];
    const goEnv = { ...env, CGO_ENABLED: '0', GOFLAGS: '-mod=readonly', GOWORK: 'off' };
    await run(go.path, ['build', ...flags, '-o', join(temporary, name), '.'], {
      env: goEnv,
      cwd: temporary,
    });
  };
  const step = { name: label, folder, lock: join(cacheFolder(env), 'go.lock'), make };
  return { path, steps: [step], missing: [] };
}

/**
 * @param {{ env: NodeJS.ProcessEnv, name: string, goal: string, finish?: (folder: string) => Promise<void> }} args
 * @returns {Promise<Part & { folder: string }>}
 */
async function planMaven({ env, name, goal, finish }) {
  const pom = join(infraFolder, 'pom.xml');
  const inputs = [goal, await readFile(pom, 'utf8')];
  const folder = entryFolder({ cache: cacheFolder(env), name, inputs });
  const result = { folder, programs: {}, steps: [], missing: [] };
  if (await isPresent(folder)) return result;

  const maven = await findOnPath('mvn', env);
  if (maven === undefined) return { ...result, missing: [missingTool('maven', undefined)] };
  /** @param {string} temporary */
  const make = async (temporary) => {
    await run(maven, ['-q', '-B', '-f', pom, goal, `-DoutputFolder=${temporary}`], { env });
    await finish?.(temporary);
  };
  // Two Mavens may not write to one local repository at once, hence one lock for both artifacts.
  const lock = join(cacheFolder(env), 'maven.lock');
  const label = name.startsWith('redis') ? 'Redis' : 'Kafka';
  return { ...result, steps: [{ name: label, folder, lock, make }] };
}

/**
 * @param {keyof typeof requirements} name
 * @param {import('./tools.mjs').Tool | undefined} found
 * @returns {MissingTool}
 */
function missingTool(name, found) {
  const { tool, debian, macos } = requirements[name];
  return { tool, debian, macos, ...(found && { found: `${found.version} at ${found.path}` }) };
}

/** @returns {string | undefined} how the artifact names this machine's binary */
function redisSuffix() {
  const isKnown = process.platform === 'linux' || process.platform === 'darwin';
  const architecture = { x64: 'amd64', arm64: 'arm64' }[String(process.arch)];
  return isKnown && architecture ? `${process.platform}-${architecture}` : undefined;
}

/** @returns {Part} */
function nothing() {
  return { programs: {}, steps: [], missing: [] };
}
