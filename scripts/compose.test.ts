import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';

import { root } from './paths.ts';

const Compose = z.object({
  services: z.object({
    kafka: z.object({ environment: z.record(z.string(), z.string().or(z.number())) }),
  }),
});

test('the broker of compose.yaml makes no topic because somebody mentions it, as that of npm start does not', () => {
  const text = readFileSync(join(root, 'compose.yaml'), 'utf8');
  const { kafka } = Compose.parse(parse(text)).services;
  expect(kafka.environment).toMatchObject({ KAFKA_AUTO_CREATE_TOPICS_ENABLE: 'false' });
});
