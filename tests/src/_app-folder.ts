import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { buildPackage } from '@dailyfeed/client/build';

const run = promisify(execFile);
const root = join(import.meta.dirname, '../..');
const clientFolder = join(root, 'packages/client');

/** What an app with React installs beside the client; taken from our own tree, so that no network is needed. */
const installed = [
  '@tanstack/query-core',
  '@tanstack/react-query',
  '@trpc/client',
  '@trpc/server',
  '@trpc/tanstack-react-query',
  '@types/node',
  '@types/react',
  '@types/react-dom',
  'csstype',
  'eventsource',
  'eventsource-parser',
  'react',
  'react-dom',
  'scheduler',
  'undici-types',
];

/** An app of a developer's own, outside of the repository, with the client's package installed. */
export type AppFolder = {
  path: string;
  /** What the compiler says of all files, those of installed packages included. */
  compile(): Promise<string[]>;
  /** Resolves with what the program prints. */
  run(file: string, env?: Record<string, string>): Promise<string>;
} & AsyncDisposable;

export async function createAppFolder(): Promise<AppFolder> {
  await using stack = new AsyncDisposableStack();
  const path = stack.adopt(await mkdtemp(join(tmpdir(), 'dailyfeed-app-')), (folder) =>
    rm(folder, { recursive: true }),
  );
  const built = join(path, 'built');
  await buildPackage(built);
  const packing = await run('npm', ['pack', built, '--json', '--pack-destination', path]);
  const [packed] = JSON.parse(packing.stdout) as { filename: string }[]; // as npm documents it
  await rm(built, { recursive: true });
  const dependencies = Object.fromEntries(
    installed.map((name) => [name, `file:${join(root, 'node_modules', name)}`]),
  );
  await writeJson(join(path, 'package.json'), {
    name: 'app',
    private: true,
    type: 'module',
    dependencies: { ...dependencies, '@dailyfeed/client': `file:${packed?.filename ?? ''}` },
  });
  // Copies, not links: a link would find its own dependencies in our tree.
  const flags = ['--offline', '--install-links', '--legacy-peer-deps', '--ignore-scripts'];
  await run('npm', ['install', ...flags, '--no-audit', '--no-fund'], { cwd: path });
  await writeJson(join(path, 'tsconfig.json'), {
    compilerOptions: {
      target: 'es2025',
      module: 'nodenext',
      types: ['node'],
      jsx: 'react-jsx',
      lib: ['es2025', 'dom', 'dom.iterable'],
      strict: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      skipLibCheck: false,
      noEmit: true,
      allowImportingTsExtensions: true,
    },
    exclude: ['node_modules', '**/vite.config.ts'],
  });
  await cp(join(clientFolder, 'examples'), join(path, 'examples'), {
    recursive: true,
    filter: (file) => !file.endsWith('tsconfig.json'),
  });
  const resources = stack.move();
  return {
    path,
    compile: async () => {
      const said = await run(join(root, 'node_modules/.bin/tsc'), ['--project', path]).then(
        () => '',
        (error: { stdout: string }) => error.stdout, // a compiler that finds something fails
      );
      // tRPC's types name `ws`, which only servers with web sockets install.
      return said
        .split('\n')
        .filter((line) => line !== '' && !/@trpc\/server\/dist\/ws-/.test(line));
    },
    run: async (file, env = {}) => {
      const options = { cwd: path, timeout: 150_000, env: { ...process.env, ...env } };
      return (await run(process.execPath, [join(path, file)], options)).stdout;
    },
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

export type CodeBlock = { name: string; language: string; code: string };

/** The programs in the client's README. */
export async function readReadme(): Promise<CodeBlock[]> {
  const text = await readFile(join(clientFolder, 'README.md'), 'utf8');
  return [...text.matchAll(/^```(tsx?)\n(.*?)^```$/gms)].map(
    ([, language = '', code = ''], index) => ({
      name: `readme-${index + 1}.${language}`,
      language,
      code,
    }),
  );
}

function writeJson(file: string, value: object): Promise<void> {
  return writeFile(file, JSON.stringify(value, null, 2));
}
