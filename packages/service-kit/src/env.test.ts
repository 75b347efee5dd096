import { expect, test } from 'vitest';
import * as z from 'zod';

import { Brokers } from './env.ts';

test('brokers are host:port, as many as there are commas, spaces or not', () => {
  expect(z.parse(Brokers, 'one:9092, two.example:9093')).toEqual(['one:9092', 'two.example:9093']);
});

test.each(['', ' ', 'one', 'one:9092,', ',one:9092', 'one:port', 'http://one:9092'])(
  'brokers that nobody could connect to are refused: "%s"',
  (value) => {
    expect(z.safeParse(Brokers, value).success).toBe(false);
  },
);
