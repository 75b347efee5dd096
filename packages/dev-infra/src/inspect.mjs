import { readdir } from 'node:fs/promises';

import { cacheFolder } from './cache.mjs';
import { findGo, findJava, findMongod, findOnPath, findRedis } from './tools.mjs';

/** @type {typeof import('./prepare.d.mts').inspectTools} */
export async function inspectTools(env) {
  const maven = await findOnPath('mvn', env);
  const found = await Promise.all([findJava(env), findGo(env), findRedis(env), findMongod(env)]);
  const [java, go, redis, mongod] = found;
  return [
    { tool: 'Java', ...java },
    { tool: 'Maven', ...(maven !== undefined && { path: maven }) },
    { tool: 'Go', ...go },
    { tool: 'Redis', ...redis },
    { tool: 'MongoDB', ...mongod },
  ];
}

/** @type {typeof import('./prepare.d.mts').inspectCache} */
export async function inspectCache(env) {
  const folder = cacheFolder(env);
  const names = await readdir(folder).catch(() => []);
  return { folder, entries: names.filter((name) => !/\.(lock|tmp-.*)$/.test(name)) };
}
