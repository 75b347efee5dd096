import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { routes } from '@dailyfeed/gateway/routes';
import { afterAll, beforeAll, expect } from 'vitest';

import { type AppFolder, createAppFolder, readReadme } from './_app-folder.ts';
import { test } from './_network.ts';

/** What the client may weigh in a page, as gzip sends it. */
const scriptBytesMax = 10_500;

let app: AppFolder;

beforeAll(async () => {
  app = await createAppFolder();
}, 120_000);
afterAll(() => app[Symbol.asyncDispose]());

const readPackage = (file: string): Promise<string> =>
  readFile(join(app.path, 'node_modules/@dailyfeed/client', file), 'utf8');

test('the package is one script, its types and its README, and names nothing of the repository', async () => {
  const files = await readdir(join(app.path, 'node_modules/@dailyfeed/client'));
  expect(files.toSorted()).toEqual(['README.md', 'index.d.ts', 'index.js', 'package.json']);
  for (const file of ['index.js', 'index.d.ts']) {
    const text = await readPackage(file);
    const imported = [...text.matchAll(/(?:from|import\()\s*["']([^"']+)["']/g)].map(
      ([, name = '']) => name,
    );
    expect(imported.filter((name) => !/^(?:@trpc\/|eventsource$)/.test(name))).toEqual([]);
  }
  expect(gzipSync(await readPackage('index.js')).length).toBeLessThan(scriptBytesMax);
});

test('outside of the repository the README and the examples compile; what is wrong, or for services only, does not', async () => {
  for (const { name, code } of await readReadme()) await writeFile(join(app.path, name), code);
  const paths = routes.flatMap((route) =>
    route.kind === 'procedures'
      ? route.internal.map((path) => `${route.target}.${path.replace(/\.\*$/, '')}`)
      : [],
  );
  expect(paths).toContain('member.profile.summaries');
  const lines = paths.map((path) => `// @ts-expect-error for services only\nclient.api.${path};\n`);
  await writeFile(
    join(app.path, 'internal.ts'),
    `import { createDailyfeed } from '@dailyfeed/client';\nconst client = createDailyfeed();\n${lines.join('')}`,
  );
  expect(await app.compile()).toEqual([]);
});

test("the README's program and the example run against a whole dailyfeed", async ({ network }) => {
  const hello = (await readReadme()).find(({ code }) => code.includes('http://localhost:8080'));
  await writeFile(
    join(app.path, 'hello.ts'),
    hello?.code.replace('http://localhost:8080', network.url) ?? '',
  );
  const printed = await app.run('hello.ts');
  expect(printed).toMatch(/dev_\d+: Hello from the typed client/);
  expect(printed).toContain('POST_NOT_FOUND');

  const example = await app.run('examples/node.ts', { DAILYFEED_URL: network.url });
  expect(example).toContain('writer: Seen by those who follow me');
  expect(example).toMatch(/reader_\w+: Here I am/);
  expect(example).toContain('POST_NOT_YOURS');
});
