import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs, promisify } from 'node:util';

import { type Plugin, rolldown } from 'rolldown';
import { dts } from 'rolldown-plugin-dts';

const run = promisify(execFile);
const folder = join(import.meta.dirname, '..');

/** Left to whoever installs the package, so that an app has each of them once. */
const peers = ['@trpc/client', '@trpc/server'];
/** Installed with it. */
const dependencies = ['eventsource'];

/** Writes the package into `out`: one script, its types, its README and a manifest of its own. */
export async function buildPackage(out: string): Promise<void> {
  await rm(out, { recursive: true, force: true });
  const scratch = await mkdtemp(join(tmpdir(), 'dailyfeed-client-'));
  try {
    await run(join(folder, '../../node_modules/.bin/tsc'), [
      '--project',
      join(import.meta.dirname, 'tsconfig.types.json'),
      '--outDir',
      scratch,
    ]).catch((error: { stdout: string }) => {
      // The compiler's findings are what its output says.
      throw new Error(error.stdout, { cause: error });
    });
    // What is said of it stands in the types, where editors look; pages would carry it for nothing.
    await bundle({ input: join(folder, 'src/index.ts'), out, plugins: [], comments: 'none' });
    await bundle({
      input: join(scratch, 'packages/client/src/index.d.ts'),
      out,
      plugins: [declarationsIn(scratch), dts({ dtsOnly: true, generator: 'oxc', tsconfig: false })],
      comments: 'kept',
    });
  } finally {
    await rm(scratch, { recursive: true });
  }
  await copyFile(join(folder, 'README.md'), join(out, 'README.md'));
  await writeFile(join(out, 'package.json'), JSON.stringify(await manifest(), null, 2));
}

type BundleArgs = {
  input: string;
  out: string;
  plugins: (Plugin | Plugin[])[];
  comments: 'kept' | 'none';
};

async function bundle({ input, out, plugins, comments }: BundleArgs): Promise<void> {
  const build = await rolldown({
    input: { index: input },
    platform: 'neutral',
    tsconfig: false,
    external: [...peers, ...dependencies].map((name) => new RegExp(`^${name}(?:/|$)`)),
    plugins,
  });
  await build.write({
    dir: out,
    format: 'esm',
    entryFileNames: '[name].js',
    comments: { jsdoc: comments === 'kept' },
  });
  await build.close();
}

/** Finds what a declaration imports among the declarations, with the written-out router for the services' own. */
function declarationsIn(scratch: string): Plugin {
  return {
    name: 'declarations',
    resolveId: {
      order: 'pre',
      handler: (source, importer) => {
        if (importer === undefined) return null;
        if (source === './app-router.ts')
          return join(scratch, 'packages/client/build/public-router.d.ts');
        const relative = /^(\.{1,2}\/.*)\.ts$/.exec(source)?.[1];
        if (relative !== undefined) return join(dirname(importer), `${relative}.d.ts`);
        if (source === '@dailyfeed/contract/errors')
          return join(scratch, 'packages/contract/src/errors.d.ts');
        // What is of nobody's use in the end, e.g. the schemas' library, is dropped with its import.
        return { id: source, external: true };
      },
    },
  };
}

async function manifest(): Promise<object> {
  const [own, root] = await Promise.all(
    [join(folder, 'package.json'), join(folder, '../../package.json')].map(
      async (file) =>
        JSON.parse(await readFile(file, 'utf8')) as {
          // both are ours
          name: string;
          version: string;
          dependencies: Record<string, string>;
        },
    ),
  );
  const pick = (names: string[], toRange: (version: string) => string) =>
    Object.fromEntries(
      names.map((name) => [name, toRange(own?.dependencies[name] ?? '')] as const),
    );
  return {
    name: own?.name,
    version: root?.version,
    description: 'The typed client of dailyfeed',
    type: 'module',
    sideEffects: false,
    exports: { '.': { types: './index.d.ts', default: './index.js' } },
    engines: { node: '>=22' },
    dependencies: pick(dependencies, (version) => version),
    peerDependencies: pick(peers, (version) => `^${version}`),
  };
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { out: { type: 'string' } } });
  await buildPackage(values.out ?? join(folder, 'dist'));
}
