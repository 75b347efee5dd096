import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

import { expect, test } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';

import { root } from './paths.ts';

const folder = join(root, 'k8s/jobs');
const files = globSync('*.yaml', { cwd: folder }).filter((file) => file !== 'kustomization.yaml');

const Variable = z.strictObject({
  name: z.string(),
  value: z.string().optional(),
  valueFrom: z
    .strictObject({ secretKeyRef: z.strictObject({ name: z.string(), key: z.string() }) })
    .optional(),
});
/** What every job's manifest says; anything else about it is its own. */
const CronJob = z.object({
  kind: z.literal('CronJob'),
  metadata: z.object({ name: z.string() }),
  spec: z.object({
    schedule: z.string().regex(/^\S+( \S+){4}$/),
    timeZone: z.literal('Etc/UTC'),
    concurrencyPolicy: z.literal('Forbid'),
    jobTemplate: z.object({
      spec: z.object({
        activeDeadlineSeconds: z.number(),
        template: z.object({
          spec: z.object({
            restartPolicy: z.literal('Never'),
            automountServiceAccountToken: z.literal(false),
            securityContext: z.object({
              runAsNonRoot: z.literal(true),
              seccompProfile: z.object({ type: z.literal('RuntimeDefault') }),
            }),
            containers: z.tuple([
              z.object({
                image: z.string().regex(/^dailyfeed\/[a-z]+$/),
                command: z.tuple([z.literal('node'), z.string()]),
                env: z.array(Variable),
                resources: z.object({
                  requests: z.object({ cpu: z.string(), memory: z.string() }),
                  limits: z.object({ cpu: z.string(), memory: z.string() }),
                }),
                securityContext: z.object({
                  allowPrivilegeEscalation: z.literal(false),
                  readOnlyRootFilesystem: z.literal(true),
                  capabilities: z.object({ drop: z.tuple([z.literal('ALL')]) }),
                }),
              }),
            ]),
          }),
        }),
      }),
    }),
  }),
});

test.each(files)(
  '%s runs a command that is there, confined, with exactly the settings the command reads',
  async (file) => {
    const manifest = CronJob.parse(readYaml(file));
    const name = basename(file, '.yaml');
    expect(manifest.metadata.name).toBe(name);
    const [container] = manifest.spec.jobTemplate.spec.template.spec.containers;
    const service = container.image.replace('dailyfeed/', '');
    const command = `apps/${service}/src/commands/${name}.ts`;
    expect(container.command[1]).toBe(command);
    expect(existsSync(join(root, command))).toBe(true);

    const Env = (await loadJobEnvs(service))[name];
    const given = container.env.map((variable) => variable.name);
    expect(given.toSorted(byName)).toEqual(Object.keys(Env?.shape ?? {}).toSorted(byName));
    for (const { name: variable, value, valueFrom } of container.env) {
      const isSecret = /URL$|KEY|SECRET|PASSWORD/.test(variable);
      expect({ variable, isSecret: valueFrom !== undefined }).toEqual({ variable, isSecret });
      // A plain value is one the command takes.
      const isTaken = value === undefined || Env?.shape[variable]?.safeParse(value).success;
      expect({ variable, isTaken }).toEqual({ variable, isTaken: true });
    }
  },
);

test('the kustomization names every job, and every command with settings for a scheduler has one', async () => {
  const { resources } = z
    .object({ resources: z.array(z.string()) })
    .parse(readYaml('kustomization.yaml'));
  expect(resources.toSorted(byName)).toEqual(files.toSorted(byName));
  const envs = await Promise.all(
    ['member', 'content', 'activity', 'image', 'search'].map(loadJobEnvs),
  );
  const named = envs.flatMap((each) => Object.keys(each)).map((name) => `${name}.yaml`);
  expect(files.toSorted(byName)).toEqual(named.toSorted(byName));
});

test('a variable is kept in one secret, whoever reads it', () => {
  const secretsOf = new Map<string, Set<string>>();
  for (const file of globSync('**/*.yaml', { cwd: join(root, 'k8s') })) {
    const text = readFileSync(join(root, 'k8s', file), 'utf8');
    const found = text.matchAll(/- name: (\w+)\s+valueFrom:\s+secretKeyRef: \{ name: ([\w-]+),/g);
    for (const [, variable = '', secret = ''] of found) {
      secretsOf.set(variable, (secretsOf.get(variable) ?? new Set()).add(secret));
    }
  }
  expect([...(secretsOf.get('REDIS_URL') ?? [])]).toEqual(['redis-state']);
  const scattered = [...secretsOf].filter(([, secrets]) => secrets.size > 1);
  expect(scattered).toEqual([]);
});

function readYaml(file: string): unknown {
  return parse(readFileSync(join(folder, file), 'utf8'));
}

/** By path: a service's settings are its own, and no other code may import them. */
async function loadJobEnvs(service: string): Promise<Record<string, z.ZodObject>> {
  const module: unknown = await import(join(root, 'apps', service, 'src', 'env.ts'));
  const { JobEnvs } = z
    .object({ JobEnvs: z.record(z.string(), z.instanceof(z.ZodObject)) })
    .parse(module);
  return JobEnvs;
}

function byName(a: string, b: string): number {
  return a.localeCompare(b);
}
