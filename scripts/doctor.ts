import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

import { findOwner, readSettings } from '@dailyfeed/dev-infra/data-folder';
import { urlVariables } from '@dailyfeed/dev-infra/layout';
import {
  inspectCache,
  inspectTools,
  MissingToolsError,
  planStores,
} from '@dailyfeed/dev-infra/prepare';

import { dataDir } from './paths.ts';

const connectTimeoutMs = 2_000;

await showTools();
await showCache();
await showDataFolder();
await showNamedStores();
await showPictures();
await showVerdict();

async function showTools(): Promise<void> {
  title('Tools');
  row('Node', `${process.versions.node}  ${process.execPath}`);
  for (const { tool, version, path } of await inspectTools(process.env)) {
    row(tool, path === undefined ? 'not found' : `${version ?? ''}  ${path}`.trim());
  }
}

async function showCache(): Promise<void> {
  const { folder, entries } = await inspectCache(process.env);
  title(`Cache  ${folder}`);
  if (entries.length === 0) row('empty', 'filled by the first npm start');
  for (const entry of entries) row(entry.replace(/-[0-9a-f]{12}$/, ''), 'ready');
}

async function showDataFolder(): Promise<void> {
  title(`Data  ${dataDir}`);
  const owner = await findOwner(dataDir);
  row('dailyfeed', owner === undefined ? 'not running' : `running (process ${owner})`);
  const { ports } = await readSettings(dataDir);
  for (const [name, port] of Object.entries(ports)) {
    row(name, `127.0.0.1:${port}  ${await describeReach('127.0.0.1', port)}`);
  }
}

/** Stores that the environment names, by host and port only: an address may hold a password. */
async function showNamedStores(): Promise<void> {
  const named = urlVariables.filter((name) => Boolean(process.env[name]));
  if (named.length === 0) return;
  title('Stores named by the environment');
  for (const name of named) {
    for (const address of (process.env[name] ?? '').split(',')) {
      const { hostname, port } = new URL(address.includes('://') ? address : `kafka://${address}`);
      const number = Number(port) || defaultPort(name);
      row(name, `${hostname}:${number}  ${await describeReach(hostname, number)}`);
    }
  }
}

/** Where the pictures are: a folder of this data folder's, or the store that the environment names. */
async function showPictures(): Promise<void> {
  title('Pictures');
  const { IMAGE_STORE_URL: named, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY } = process.env;
  const address = named ? parseAddress(named) : pathToFileURL(join(dataDir, 'images'));
  if (address === undefined) return row('IMAGE_STORE_URL', 'is no address');
  if (address.protocol === 'file:') {
    const folder = fileURLToPath(address);
    const isThere = await access(folder, constants.W_OK).then(
      () => true,
      () => false,
    );
    return row('folder', `${folder}  ${isThere ? 'writable' : 'not there yet, or not writable'}`);
  }
  row('bucket', `${address.hostname}${address.pathname}`);
  const endpoint = parseAddress(address.searchParams.get('endpoint') ?? 'https://s3.amazonaws.com');
  if (endpoint === undefined) return row('endpoint', 'is no address');
  const port = Number(endpoint.port) || (endpoint.protocol === 'https:' ? 443 : 80);
  row('endpoint', `${endpoint.hostname}:${port}  ${await describeReach(endpoint.hostname, port)}`);
  const given = [S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY].filter(Boolean).length;
  row('key', ['of this machine', 'half of it is missing', 'given'][given] ?? '');
}

function parseAddress(text: string): URL | undefined {
  return URL.parse(text) ?? undefined;
}

async function showVerdict(): Promise<void> {
  try {
    const { steps } = await planStores({ env: process.env });
    const pending = steps.length === 0 ? '' : ` It will prepare ${steps.join(', ')} first.`;
    console.log(`\nnpm start has what it needs.${pending}\n`);
  } catch (err) {
    if (!(err instanceof MissingToolsError)) throw err;
    console.log(`\n${err.message}\n`);
    process.exitCode = 1;
  }
}

function defaultPort(variable: string): number {
  if (variable.startsWith('REDIS')) return 6379;
  if (variable === 'KAFKA_BROKERS') return 9092;
  return variable === 'MONGODB_URL' ? 27_017 : 5432;
}

function describeReach(host: string, port: number): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: connectTimeoutMs });
    const end = (result: string): void => {
      socket.destroy();
      resolve(result);
    };
    socket.once('connect', () => end('reachable'));
    socket.once('timeout', () => end('no answer'));
    socket.once('error', () => end('not reachable'));
  });
}

function title(text: string): void {
  console.log(`\n${text}`);
}

function row(name: string, text: string): void {
  console.log(`  ${name.padEnd(22)} ${text}`);
}
