import { readFileSync } from 'node:fs';
import { glob } from 'node:fs/promises';
import { join } from 'node:path';

import { entityPattern } from '@dailyfeed/contract/find-entities';
import { parseSync, Visitor } from 'oxc-parser';
import { check } from 'recheck';
import { expect, test } from 'vitest';

import { root } from './paths.ts';

/** Where expressions are put together from parts: file, and what comes of it. */
const composed = new Map([
  ['packages/contract/src/find-entities.ts', [entityPattern]],
  [
    // From the operators' lists, each word escaped: the shapes of a Latin term, a short Korean one and a long one.
    'apps/activity/src/domain/screening-match.ts',
    [
      /(?<![\p{Script=Latin}\p{N}_])cheap[\s\p{P}]+cheap[\s\p{P}]+pills(?![\p{Script=Latin}\p{N}_])/u,
      /(?<!\p{Script=Hangul})가[._*~|/-]{0,2}가/gu,
      /가[._*~|/-]{0,2}가[\s\p{P}]*가[._*~|/-]{0,2}나/u,
    ],
  ],
]);

// Its native checker needs ten seconds of one core for all of them, most for the entities; its own JavaScript, where there is none, minutes.
test('no regular expression of ours takes longer than in proportion to the text it is given', async () => {
  const { expressions, composers } = await findExpressions();
  expect(expressions.size).toBeGreaterThan(50);
  // Who adds one says above what it is.
  expect(composers.toSorted()).toEqual([...composed.keys()].toSorted());
  for (const [file, results] of composed) {
    for (const { source, flags } of results) expressions.set(`/${source}/${flags}`, file);
  }

  const slow: string[] = [];
  for (const [expression, file] of expressions) {
    const verdict = await judge(expression);
    if (verdict !== 'safe') slow.push(`${file}: ${expression}: ${verdict}`);
  }
  expect(slow).toEqual([]);
}, 300_000);

test.each(['/^(a+)+$/', '/^(?:\\w|\\d)*!/u', '/^_+|_+$/g', '/\\s*$/'])(
  'an expression that backtracks without end is found out: %s',
  async (expression) => expect(await judge(expression)).toMatch(/^vulnerable/),
);

/** What is searched ends by steps that are counted: by time, a busy machine would make a safe expression slow. */
const limits = {
  timeout: 120_000,
  attackTimeout: null,
  attackLimit: 100_000_000,
  incubationTimeout: null,
  randomSeed: 0,
};

/** "safe", or what it is and the text that shows it. */
async function judge(expression: string): Promise<string> {
  const end = expression.lastIndexOf('/');
  const [source, flags] = [expression.slice(1, end), expression.slice(end + 1)];
  const result = await check(source, flags, limits);
  switch (result.status) {
    case 'safe':
      return 'safe';
    case 'vulnerable':
      return `vulnerable (${result.complexity.summary}) by ${result.attack.pattern.slice(0, 200)}`;
    case 'unknown':
      return `not judged (${result.error.kind})`;
  }
}

/** Every expression that is written in what runs, and the files that put some together from strings. */
async function findExpressions(): Promise<{
  expressions: Map<string, string>;
  composers: string[];
}> {
  const expressions = new Map<string, string>();
  const composers = new Set<string>();
  for await (const file of glob('{apps,packages}/*/src/**/*.{ts,tsx}', { cwd: root })) {
    if (/\/generated\/|\.test\.ts|\/_[^/]*$/.test(file)) continue;
    const { program } = parseSync(file, readFileSync(join(root, file), 'utf8'));
    new Visitor({
      Literal: (node) => {
        if ('regex' in node) expressions.set(`/${node.regex.pattern}/${node.regex.flags}`, file);
      },
      NewExpression: ({ callee }) => {
        if (callee.type === 'Identifier' && callee.name === 'RegExp') composers.add(file);
      },
      CallExpression: ({ callee }) => {
        if (callee.type === 'Identifier' && callee.name === 'RegExp') composers.add(file);
      },
    }).visit(program);
  }
  return { expressions, composers: [...composers] };
}
