import { defineConfig, type DummyRuleMap } from 'oxlint';

type Ban = { group: string[]; message: string; allowTypeImports?: boolean };

const everywhere: Ban[] = [
  {
    group: ['@dailyfeed/*/api'],
    allowTypeImports: true,
    message: 'Another service is a type, never code.',
  },
  {
    group: ['**/main.ts'],
    message: 'main.ts is where it all ends up; nothing imports it.',
  },
  { group: ['**/generated/**'], message: 'Only db/ knows the generated client.' },
];

const devInfra: Ban = {
  group: ['@dailyfeed/dev-infra/**'],
  message: 'Embedded stores are for tests and for npm start.',
};

const drivers = ['ioredis', 'pg', 'mongodb', 'kafkajs', '@dailyfeed/events/**'];
/** Where requests and people come in; nothing deeper knows them. */
const entrances = folders('routers', 'routes', 'commands');

const generated = everywhere.filter((ban) => ban.group.includes('**/generated/**'));

/** The folders of a service, and what each may not import (docs: CONTRIBUTING.md, "Layers"). */
const layers: Record<string, Ban[]> = {
  routers: [
    {
      group: [
        ...drivers,
        '@dailyfeed/content-store/**',
        ...folders('db', 'clients', 'events', 'jobs', 'routes', 'commands'),
        ...files('env', 'wiring'),
      ],
      message: 'routers/ call domain/ and nothing deeper.',
    },
  ],
  routes: [
    {
      group: [
        ...drivers,
        '@trpc/*',
        '@dailyfeed/content-store/**',
        ...folders('db', 'clients', 'events', 'jobs', 'routers', 'commands'),
        ...files('env', 'wiring', 'trpc'),
      ],
      message: 'routes/ call domain/, like routers do.',
    },
  ],
  commands: [
    {
      group: [
        ...folders('clients', 'events', 'routers', 'routes'),
        ...files('server', 'trpc', 'wiring'),
      ],
      message: 'commands/ run a job, or call domain/ like jobs do.',
    },
  ],
  domain: [
    {
      group: [
        '@trpc/*',
        'fastify',
        ...drivers,
        ...['server', 'fastify', 'run', 'redis', 'trpc'].map(
          (it) => `@dailyfeed/service-kit/${it}`,
        ),
        ...entrances,
        ...folders('clients', 'events', 'jobs'),
        ...files('trpc', 'server', 'env', 'wiring'),
      ],
      message: 'domain/ knows nothing of transport.',
    },
    {
      group: ['@dailyfeed/content-store/**'],
      allowTypeImports: true,
      message: 'domain/ knows the rows of a store, not how to reach it.',
    },
  ],
  db: [
    {
      group: [
        '@trpc/*',
        'fastify',
        ...entrances,
        ...folders('domain', 'clients', 'events', 'jobs'),
        ...files('deps', 'env', 'wiring'),
      ],
      message: 'db/ knows only its tables.',
    },
  ],
  clients: [
    {
      group: [
        ...entrances,
        ...folders('domain', 'db', 'events', 'jobs'),
        ...files('env', 'wiring'),
      ],
      message: 'clients/ adapt; they do not decide.',
    },
  ],
  events: [
    {
      group: [...entrances, ...folders('clients'), ...files('env', 'wiring')],
      message: 'events/ call domain/, like routers do.',
    },
  ],
  jobs: [
    {
      group: [...entrances, ...folders('clients'), ...files('env', 'wiring')],
      message: 'jobs/ call domain/, like routers do.',
    },
  ],
};

export default defineConfig({
  plugins: ['typescript', 'import', 'unicorn', 'node', 'vitest', 'react', 'jsx-a11y'],
  categories: { correctness: 'error' },
  options: { typeAware: true },
  ignorePatterns: ['**/generated/**', '**/.next/**', '**/next-env.d.ts', '.dailyfeed/**'],
  rules: {
    eqeqeq: 'error',
    'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
    'max-params': ['error', { max: 3 }],
    'no-console': 'error',
    // Text rules are about such characters.
    'no-control-regex': 'off',
    'node/no-process-env': 'error',
    'import/no-cycle': 'error',
    // A `test` with fixtures is not imported from vitest.
    'vitest/no-standalone-expect': [
      'error',
      { additionalTestBlockFunctions: ['test', 'test.for'] },
    ],
    'import/no-default-export': 'error',
    'unicorn/filename-case': ['error', { case: 'kebabCase' }],
    'typescript/consistent-type-imports': 'error',
    'typescript/no-explicit-any': 'error',
    'typescript/no-floating-promises': ['error', { checkThenables: true }],
    'typescript/no-misused-promises': 'error',
    'typescript/no-non-null-assertion': 'error',
    'typescript/no-unnecessary-condition': 'error',
    'typescript/only-throw-error': 'error',
    'typescript/switch-exhaustiveness-check': [
      'error',
      { considerDefaultExhaustiveForUnions: true },
    ],
    'no-restricted-properties': [
      'error',
      { object: 'vi', property: 'mock', message: 'Pass a fake through Deps.' },
    ],
    'no-restricted-imports': ['error', { patterns: everywhere }],
    'react/react-in-jsx-scope': 'off',
  },
  overrides: [
    { files: ['apps/*/src/**'], rules: restrict([...everywhere, devInfra]) },
    { files: ['apps/*/src/testing.ts'], rules: restrict(everywhere) },
    ...Object.entries(layers).map(([folder, bans]) => ({
      files: [`apps/*/src/${folder}/**`],
      rules: restrict([
        ...everywhere.filter((other) => folder !== 'db' || !generated.includes(other)),
        devInfra,
        ...bans,
      ]),
    })),
    {
      files: ['packages/*/src/**'],
      rules: {
        'no-restricted-imports': [
          'error',
          { patterns: everywhere.filter((ban) => !generated.includes(ban)) },
        ],
      },
    },
    {
      // turbo's boundaries follow dependencies all the way down; what these two import themselves is said here.
      files: ['packages/client/src/**', 'apps/web/src/**'],
      rules: {
        'no-restricted-imports': [
          'error',
          {
            patterns: [
              ...everywhere,
              {
                group: [
                  '@dailyfeed/events/**',
                  '@dailyfeed/content-store/**',
                  '@dailyfeed/dev-infra/**',
                ],
                message: 'The client and the pages know services by their types only.',
              },
            ],
          },
        ],
      },
    },
    {
      // Where a process begins.
      files: [
        'apps/*/src/main.ts',
        'apps/*/src/commands/**',
        'apps/web/src/lib/env.ts',
        'scripts/**',
        'bench/**',
        'tests/**',
        'packages/dev-infra/**',
        'apps/*/tests/**',
        'packages/*/tests/**',
        'packages/client/examples/**',
      ],
      rules: { 'node/no-process-env': 'off' },
    },
    // The demo world is text.
    { files: ['scripts/demo/**'], rules: { 'max-lines': 'off' } },
    {
      files: ['scripts/**', 'bench/**', 'apps/*/src/commands/**', 'packages/client/examples/**'],
      rules: { 'no-console': 'off' },
    },
    {
      // Next.js and tool configurations are found by their default export.
      files: [
        '**/*.config.ts',
        'apps/web/src/app/**',
        'apps/web/src/proxy.ts',
        'apps/web/src/i18n/request.ts',
        'packages/dev-infra/src/vitest-setup.ts',
      ],
      rules: { 'import/no-default-export': 'off' },
    },
  ],
});

function restrict(patterns: Ban[]) {
  return { 'no-restricted-imports': ['error', { patterns }] } satisfies DummyRuleMap;
}

function folders(...names: string[]): string[] {
  return names.flatMap((name) => [`./${name}/**`, `../${name}/**`, `../../${name}/**`]);
}

function files(...names: string[]): string[] {
  return names.flatMap((name) => [`./${name}.ts`, `../${name}.ts`, `../../${name}.ts`]);
}
