import { globSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { expect, test } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';

import { root } from './paths.ts';

const folder = join(root, 'k8s/base');
const names = globSync('*/deployment.yaml', { cwd: folder }).map((file) => dirname(file));

/** How many pods at most, and how busy they are, in percent of what they ask for, when there are to be more. */
const bounds: Record<string, { maxReplicas: number; cpu: number; memory: number }> = {
  image: { maxReplicas: 15, cpu: 65, memory: 90 },
};

const Labels = z.record(z.string(), z.string());
const Deployment = z.object({
  spec: z.object({
    template: z.object({
      metadata: z.object({ labels: Labels }),
      spec: z.object({
        containers: z.tuple([
          z.object({
            ports: z.tuple([z.object({ name: z.string(), containerPort: z.number() })]),
          }),
        ]),
      }),
    }),
  }),
});
const Service = z.object({
  apiVersion: z.literal('v1'),
  kind: z.literal('Service'),
  metadata: z.object({ name: z.string() }),
  spec: z.strictObject({
    selector: Labels,
    ports: z.tuple([
      z.strictObject({
        name: z.literal('http'),
        appProtocol: z.literal('http'),
        port: z.number(),
        targetPort: z.literal('http'),
      }),
    ]),
  }),
});
const metricOf = (name: 'cpu' | 'memory') =>
  z.object({
    type: z.literal('Resource'),
    resource: z.object({
      name: z.literal(name),
      target: z.object({ type: z.literal('Utilization'), averageUtilization: z.number() }),
    }),
  });
const policyOf = (type: 'Percent' | 'Pods', value: number) =>
  z.object({
    type: z.literal(type),
    value: z.literal(value),
    periodSeconds: z.literal(60),
  });
const HorizontalPodAutoscaler = z.object({
  apiVersion: z.literal('autoscaling/v2'),
  kind: z.literal('HorizontalPodAutoscaler'),
  metadata: z.object({ name: z.string() }),
  spec: z.strictObject({
    scaleTargetRef: z.strictObject({
      apiVersion: z.literal('apps/v1'),
      kind: z.literal('Deployment'),
      name: z.string(),
    }),
    // One may go at any time.
    minReplicas: z.literal(2),
    maxReplicas: z.number(),
    metrics: z.tuple([metricOf('cpu'), metricOf('memory')]),
    behavior: z.object({
      scaleUp: z.object({ stabilizationWindowSeconds: z.number() }),
      scaleDown: z.strictObject({
        stabilizationWindowSeconds: z.literal(300),
        selectPolicy: z.literal('Min'),
        policies: z.tuple([policyOf('Percent', 50), policyOf('Pods', 2)]),
      }),
    }),
  }),
});
const PodDisruptionBudget = z.object({
  apiVersion: z.literal('policy/v1'),
  kind: z.literal('PodDisruptionBudget'),
  metadata: z.object({ name: z.string() }),
  spec: z.strictObject({
    selector: z.strictObject({ matchLabels: Labels }),
    // As many as a roll-out takes: a node can always be emptied.
    maxUnavailable: z.literal(1),
    unhealthyPodEvictionPolicy: z.literal('AlwaysAllow'),
  }),
});

function read<S extends z.ZodType>(name: string, file: string, schema: S): z.output<S> {
  return schema.parse(parse(readFileSync(join(folder, name, file), 'utf8')));
}

test('every service that is deployed has bounds', () => {
  expect(Object.keys(bounds).toSorted()).toEqual(names.toSorted());
});

test.each(names)('all manifests of %s are brought up', (name) => {
  const { resources } = read(
    name,
    'kustomization.yaml',
    z.object({ resources: z.array(z.string()) }),
  );
  const files = readdirSync(join(folder, name)).filter((file) => file !== 'kustomization.yaml');
  expect(resources.toSorted()).toEqual(files.toSorted());
});

test.each(names)('%s is found under its name, at the port its pods listen on', (name) => {
  const { template } = read(name, 'deployment.yaml', Deployment).spec;
  const { metadata, spec } = read(name, 'service.yaml', Service);
  expect(metadata.name).toBe(name);
  expect(template.metadata.labels).toMatchObject(spec.selector);
  expect(spec.selector['app.kubernetes.io/name']).toBe(name);
  const [port] = template.spec.containers[0].ports;
  expect(port).toEqual({ name: spec.ports[0].targetPort, containerPort: spec.ports[0].port });
});

test.each(names)('%s grows and shrinks within its bounds', (name) => {
  const { metadata, spec } = read(name, 'horizontal-pod-autoscaler.yaml', HorizontalPodAutoscaler);
  expect(metadata.name).toBe(name);
  expect(spec.scaleTargetRef.name).toBe(name);
  const [cpu, memory] = spec.metrics.map(({ resource }) => resource.target.averageUtilization);
  expect({ maxReplicas: spec.maxReplicas, cpu, memory }).toEqual(bounds[name]);
  expect(spec.behavior.scaleUp.stabilizationWindowSeconds).toBe(60);
});

test.each(names)('of %s one pod at a time may be taken away', (name) => {
  const { template } = read(name, 'deployment.yaml', Deployment).spec;
  const { metadata, spec } = read(name, 'pod-disruption-budget.yaml', PodDisruptionBudget);
  expect(metadata.name).toBe(name);
  const { matchLabels } = spec.selector;
  expect(template.metadata.labels).toMatchObject(matchLabels);
  expect(matchLabels['app.kubernetes.io/name']).toBe(name);
});
