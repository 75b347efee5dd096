import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { expect, test } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';

import { root } from './paths.ts';
import { serviceNames } from './service-env.ts';
import { allocationOf } from './services.ts';

const folder = join(root, 'k8s/base');
const files = globSync('*/deployment.yaml', { cwd: folder });

const Variable = z.strictObject({
  name: z.string(),
  value: z.string().optional(),
  valueFrom: z
    .strictObject({ secretKeyRef: z.strictObject({ name: z.string(), key: z.string() }) })
    .optional(),
});
const Probe = z.object({ httpGet: z.object({ path: z.string(), port: z.literal('http') }) });
/** What every service's manifest says; anything else about it is its own. */
const Deployment = z.object({
  kind: z.literal('Deployment'),
  metadata: z.object({ name: z.enum(serviceNames) }),
  spec: z.strictObject({
    selector: z.object({ matchLabels: z.record(z.string(), z.string()) }),
    // No replicas: a HorizontalPodAutoscaler rules them.
    template: z.object({
      metadata: z.object({ labels: z.record(z.string(), z.string()) }),
      spec: z.object({
        automountServiceAccountToken: z.literal(false),
        securityContext: z.object({
          runAsNonRoot: z.literal(true),
          seccompProfile: z.object({ type: z.literal('RuntimeDefault') }),
        }),
        containers: z.tuple([
          z.object({
            image: z.string().regex(/^dailyfeed\/[a-z]+$/),
            command: z.tuple([z.literal('node'), z.string()]),
            ports: z.tuple([z.object({ name: z.literal('http'), containerPort: z.number() })]),
            env: z.array(Variable),
            startupProbe: Probe,
            livenessProbe: Probe,
            readinessProbe: Probe,
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
});

test('there are manifests', () => {
  expect(files).not.toEqual([]);
});

test.each(files)('%s runs its service, confined, with settings it takes', async (file) => {
  const name = dirname(file);
  const { metadata, spec } = Deployment.parse(parse(readFileSync(join(folder, file), 'utf8')));
  expect(metadata.name).toBe(name);
  expect(spec.template.metadata.labels).toMatchObject(spec.selector.matchLabels);
  const [container] = spec.template.spec.containers;
  expect(container.image).toBe(`dailyfeed/${name}`);
  expect(container.command[1]).toBe(`apps/${name}/src/main.ts`);
  expect(container.livenessProbe.httpGet.path).toBe('/livez');
  expect(container.readinessProbe.httpGet.path).toBe('/readyz');

  const Env = await loadEnv(name);
  const given = container.env.map((variable) => variable.name);
  const required = Object.keys(Env.shape).filter(
    (variable) => !Env.shape[variable]?.safeParse(undefined).success,
  );
  expect(given).toEqual(expect.arrayContaining(required));
  expect(new Set(given).size).toBe(given.length);
  const ofLibrary = allocationOf(metadata.name);
  for (const { name: variable, value, valueFrom } of container.env) {
    if (variable in ofLibrary) continue;
    const isSecret = /URL$|KEY|SECRET|PASSWORD/.test(variable);
    expect({ variable, isSecret: valueFrom !== undefined }).toEqual({ variable, isSecret });
    const isTaken =
      variable in Env.shape &&
      (value === undefined || Env.shape[variable]?.safeParse(value).success);
    expect({ variable, isTaken }).toEqual({ variable, isTaken: true });
  }
  const port = container.env.find((variable) => variable.name === 'PORT')?.value;
  expect(port).toBe(String(container.ports[0].containerPort));
});

test.each(files)('%s lets the C library allocate as npm start does', (file) => {
  const { metadata, spec } = Deployment.parse(parse(readFileSync(join(folder, file), 'utf8')));
  const { env } = spec.template.spec.containers[0];
  const allocating = env.filter((variable) => variable.name.startsWith('MALLOC_'));
  expect(Object.fromEntries(allocating.map(({ name, value }) => [name, value]))).toEqual(
    allocationOf(metadata.name),
  );
});

/** By path: a service's settings are its own, and no other code may import them. */
async function loadEnv(service: string): Promise<z.ZodObject> {
  const module: unknown = await import(join(root, 'apps', service, 'src', 'env.ts'));
  return z.object({ Env: z.instanceof(z.ZodObject) }).parse(module).Env;
}
