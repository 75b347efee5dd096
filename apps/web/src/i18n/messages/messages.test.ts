import { errorCodes } from '@dailyfeed/contract/errors';
import { fieldErrors } from '@dailyfeed/contract/field-error';
import {
  isLiteralElement,
  isPluralElement,
  isPoundElement,
  isSelectElement,
  isTagElement,
  type MessageFormatElement,
  parse,
} from '@formatjs/icu-messageformat-parser';
import { expect, test } from 'vitest';

import { messages } from './index.ts';

function keysOf(value: object, prefix = ''): string[] {
  return Object.entries(value).flatMap(([key, inner]) =>
    typeof inner === 'string' ? [`${prefix}${key}`] : keysOf(Object(inner), `${prefix}${key}.`),
  );
}

/** Names of arguments and tags (`{seconds}`, `<key>`), in whatever branch they stand. */
function slotsOf(text: string): string[] {
  return [...new Set(parse(text).flatMap(namesIn))].toSorted();
}

function namesIn(element: MessageFormatElement): string[] {
  if (isLiteralElement(element) || isPoundElement(element)) return [];
  if (isTagElement(element)) return [`<${element.value}>`, ...element.children.flatMap(namesIn)];
  if (!isSelectElement(element) && !isPluralElement(element)) return [element.value];
  const branches = Object.values(element.options);
  return [element.value, ...branches.flatMap(({ value }) => value.flatMap(namesIn))];
}

function textAt(language: 'ko' | 'en', path: string): string {
  let value: unknown = messages[language];
  for (const key of path.split('.')) value = Object(value)[key];
  return String(value);
}

test('both languages say the same things', () => {
  expect(keysOf(messages.ko).toSorted()).toEqual(keysOf(messages.en).toSorted());
});

test.each(keysOf(messages.en))('%s has the same slots in both languages', (path) => {
  expect(slotsOf(textAt('ko', path))).toEqual(slotsOf(textAt('en', path)));
});

test('every failure and every field error has a sentence', () => {
  expect(keysOf(messages.en.error)).toEqual(expect.arrayContaining([...errorCodes]));
  expect(keysOf(messages.en.field)).toEqual(expect.arrayContaining(Object.keys(fieldErrors)));
});
