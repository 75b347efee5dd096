import { expect, test } from 'vitest';
import * as z from 'zod';

import { Brokers, KafkaAcks } from './env.ts';

test('brokers are host:port, as many as there are commas, spaces or not', () => {
  expect(z.parse(Brokers, 'one:9092, two.example:9093')).toEqual(['one:9092', 'two.example:9093']);
});

test.each(['', ' ', 'one', 'one:9092,', ',one:9092', 'one:port', 'http://one:9092'])(
  'brokers that nobody could connect to are refused: "%s"',
  (value) => {
    expect(z.safeParse(Brokers, value).success).toBe(false);
  },
);

test('acks are those of the leader unless all are asked for, and nothing else', () => {
  expect([undefined, '1', 'all'].map((value) => z.parse(KafkaAcks, value))).toEqual([1, 1, -1]);
  for (const value of ['0', '-1', 'ALL', '']) {
    expect(z.safeParse(KafkaAcks, value).success).toBe(false);
  }
});
