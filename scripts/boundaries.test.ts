import { execFile } from 'node:child_process';
import { cp, glob, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
const run = promisify(execFile);

/** Each breaks one rule of CONTRIBUTING.md, "Layers": the file, what it imports, and what the linter says. */
const violations = [
  ['apps/content/src/routers/a.ts', '../db/post.ts', 'routers/ call domain/'],
  ['apps/content/src/routers/b.ts', '../clients/members.ts', 'routers/ call domain/'],
  ['apps/content/src/routers/c.ts', '../wiring.ts', 'routers/ call domain/'],
  ['apps/content/src/routers/d.ts', 'ioredis', 'routers/ call domain/'],
  ['apps/content/src/routers/e.ts', 'pg', 'routers/ call domain/'],
  ['apps/content/src/routers/f.ts', 'mongodb', 'routers/ call domain/'],
  ['apps/content/src/routers/g.ts', 'kafkajs', 'routers/ call domain/'],
  ['apps/content/src/routers/h.ts', '@dailyfeed/events/outbox', 'routers/ call domain/'],
  ['apps/content/src/routers/i.ts', '@dailyfeed/content-store/client', 'routers/ call domain/'],
  ['apps/member/src/routes/a.ts', '../db/members.ts', 'routes/ call domain/'],
  ['apps/member/src/routes/b.ts', 'ioredis', 'routes/ call domain/'],
  ['apps/member/src/routes/c.ts', '../routers/auth.ts', 'routes/ call domain/'],
  ['apps/member/src/commands/a.ts', '../routers/auth.ts', 'commands/ run a job'],
  ['apps/member/src/commands/b.ts', '../wiring.ts', 'commands/ run a job'],
  ['apps/content/src/domain/a.ts', '@trpc/server', 'domain/ knows nothing of transport'],
  ['apps/content/src/domain/b.ts', 'fastify', 'domain/ knows nothing of transport'],
  ['apps/content/src/domain/c.ts', '../clients/members.ts', 'domain/ knows nothing of transport'],
  ['apps/content/src/domain/d.ts', '../events/publish.ts', 'domain/ knows nothing of transport'],
  ['apps/content/src/domain/e.ts', '../env.ts', 'domain/ knows nothing of transport'],
  ['apps/content/src/domain/g.ts', 'ioredis', 'domain/ knows nothing of transport'],
  ['apps/content/src/domain/h.ts', '@dailyfeed/events/bus', 'domain/ knows nothing of transport'],
  ['apps/content/src/domain/i.ts', '@dailyfeed/service-kit/server', 'nothing of transport'],
  ['apps/content/src/domain/j.ts', '@dailyfeed/service-kit/run', 'nothing of transport'],
  ['apps/content/src/domain/k.ts', '@dailyfeed/service-kit/redis', 'nothing of transport'],
  ['apps/content/src/domain/l.ts', '@dailyfeed/service-kit/trpc', 'nothing of transport'],
  ['apps/content/src/domain/m.ts', '@dailyfeed/content-store/client', 'not how to reach it'],
  ['apps/member/src/domain/n.ts', '../routes/keys.ts', 'domain/ knows nothing of transport'],
  ['apps/content/src/db/a.ts', '../domain/post.ts', 'db/ knows only its tables'],
  ['apps/content/src/db/b.ts', '../deps.ts', 'db/ knows only its tables'],
  ['apps/content/src/clients/a.ts', '../domain/post.ts', 'clients/ adapt'],
  ['apps/content/src/clients/b.ts', '../db/post.ts', 'clients/ adapt'],
  ['apps/content/src/events/a.ts', '../routers/post.ts', 'events/ call domain/'],
  ['apps/content/src/jobs/a.ts', '../clients/members.ts', 'jobs/ call domain/'],
  ['apps/content/src/wiring.ts', '@dailyfeed/dev-infra/stores', 'for tests and for npm start'],
  ['apps/content/src/db/c.ts', '@dailyfeed/dev-infra/stores', 'for tests and for npm start'],
  ['apps/content/src/server.ts', './main.ts', 'nothing imports it'],
  ['apps/content/src/domain/f.ts', '@dailyfeed/member/api', 'never code'],
  ['apps/member/src/domain/a.ts', '../generated/client.ts', 'Only db/ knows'],
  ['packages/client/src/a.ts', '@dailyfeed/content-store/client', 'by their types only'],
  ['apps/web/src/lib/a.ts', '@dailyfeed/events/bus', 'by their types only'],
] as const;

test('the linter refuses every import that a layer may not have', async () => {
  await using dir = await temporaryFolder();
  await symlink(join(root, 'node_modules'), dir.at('node_modules'));
  await cp(join(root, 'oxlint.config.ts'), dir.at('base.config.ts'));
  // The fixture has no tsconfig, which type-aware rules would ask for.
  await dir.write(
    'oxlint.config.ts',
    `import base from './base.config.ts';\nexport default { ...base, options: { typeAware: false } };\n`,
  );
  for (const [file, imported] of violations) {
    await dir.write(file, `import { x } from '${imported}';\nexport const y = x;\n`);
  }
  const innocent = 'apps/content/src/domain/post.ts';
  await dir.write(innocent, `import { x } from '../db/post.ts';\nexport const y = x;\n`);

  const output = await run('oxlint', ['--format', 'json', 'apps', 'packages'], {
    cwd: dir.path,
  }).catch(failed);
  const { diagnostics } = JSON.parse(output.stdout) as Lint; // oxlint's own format
  const said = (file: string) =>
    diagnostics.filter((one) => one.filename === file).map((one) => `${one.message} ${one.help}`);
  for (const [file, , message] of violations) {
    expect({ file, said: said(file).join('\n') }).toEqual({
      file,
      said: expect.stringContaining(message),
    });
  }
  expect(said(innocent)).toEqual([]);
});

test('turbo refuses a package that reaches where its tag does not allow', async () => {
  await using dir = await temporaryFolder();
  await cp(join(root, 'package.json'), dir.at('package.json'));
  await cp(join(root, 'package-lock.json'), dir.at('package-lock.json'));
  await cp(join(root, 'turbo.json'), dir.at('turbo.json'));
  await cp(join(root, 'tsconfig.base.json'), dir.at('tsconfig.base.json'));
  for await (const file of glob(
    ['{apps,packages}/*/{package,turbo}.json', '{scripts,tests}/{package,turbo}.json'],
    {
      cwd: root,
    },
  )) {
    await dir.write(file, await readFile(join(root, file), 'utf8'));
  }
  const boundaries = async () => {
    const result = await run('turbo', ['boundaries'], { cwd: dir.path }).catch(failed);
    // Long lines are wrapped inside a box drawing.
    return `${result.stdout}${result.stderr}`.replaceAll(/\s*\n\s*[│|]?\s*/g, ' ');
  };
  expect(await boundaries()).toContain('no issues found');

  const forbidden = [
    ['packages/contract', '@dailyfeed/service-kit'],
    ['packages/events', '@dailyfeed/service-kit'],
    ['apps/content', '@dailyfeed/timeline'],
    ['apps/gateway', '@dailyfeed/member'],
    ['packages/content-store', '@dailyfeed/content'],
  ] as const;
  for (const [from, to] of forbidden) {
    const file = `${from}/package.json`;
    const manifest = JSON.parse(await readFile(join(root, file), 'utf8')) as Manifest; // ours
    const changed = { ...manifest, dependencies: { ...manifest.dependencies, [to]: '*' } };
    await dir.write(file, JSON.stringify(changed));
    expect(await boundaries()).toContain(
      `Package \`${to}\` found without any tag listed in allowlist for \`${manifest.name}\``,
    );
    await dir.write(file, JSON.stringify(manifest));
  }
  await dir.write('apps/content/src/reach.ts', `import '../../member/src/main.ts';\n`);
  expect(await boundaries()).toContain('leaves the package');
});

type Lint = { diagnostics: { filename: string; message: string; help?: string }[] };
type Manifest = { name: string; dependencies?: Record<string, string> };

/** A command that found something exits with 1; what it printed is the answer. */
function failed(error: { stdout: string; stderr: string }): { stdout: string; stderr: string } {
  return error;
}

async function temporaryFolder() {
  const path = await mkdtemp(join(tmpdir(), 'dailyfeed-boundaries-'));
  const at = (file: string) => join(path, file);
  return {
    path,
    at,
    write: async (file: string, text: string) => {
      await mkdir(dirname(at(file)), { recursive: true });
      await writeFile(at(file), text);
    },
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }),
  };
}
