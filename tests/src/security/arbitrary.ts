import fc from 'fast-check';

import type { JsonSchema } from './procedures.ts';

/** Values that have broken something somewhere. */
const nasty: unknown[] = [
  null,
  true,
  0,
  -1,
  1e308,
  Number.MAX_SAFE_INTEGER,
  '',
  '\0',
  'a\0b',
  '\uD800',
  '\u202Eevil',
  "' OR 1=1 --",
  '${7*7}{{7*7}}',
  '%00%0d%0aSet-Cookie: a=b',
  '../../etc/passwd',
  'constructor',
  '__proto__',
  'NaN',
  '9'.repeat(400),
  'a'.repeat(20_000),
  '\u0301'.repeat(5000),
  '👩‍👩‍👧'.repeat(500),
  '9999-12-31T23:59:59.999Z',
  '-000001-01-01T00:00:00.000Z',
  '00000000-0000-0000-0000-000000000000',
  [],
  {},
  [[[[[[]]]]]],
  { $gt: '' },
  { contains: '' },
  { toString: 1, valueOf: null },
];

/** Ids that stand for something in the world under attack, beside those that stand for nothing. */
export type Known = { ids: string[]; handles: string[]; emails: string[] };

/** Inputs for a schema: mostly such as it takes, now and then with a part that is anything at all. */
export function inputOf(schema: JsonSchema, known: Known): fc.Arbitrary<unknown> {
  return fc.oneof(
    { weight: 7, arbitrary: valueOf(schema, known) },
    { weight: 2, arbitrary: spoilt(valueOf(schema, known)) },
    { weight: 1, arbitrary: fc.oneof(fc.constantFrom(...nasty), fc.jsonValue({ maxDepth: 4 })) },
  );
}

/** One field of an object replaced by something nasty. */
function spoilt(valid: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc.tuple(valid, fc.nat(), fc.constantFrom(...nasty)).map(([value, index, bad]) => {
    if (typeof value !== 'object' || value === null) return bad;
    const keys = Object.keys(value);
    return { ...value, [keys[index % Math.max(1, keys.length)] ?? 'extra']: bad };
  });
}

function valueOf(schema: JsonSchema, known: Known): fc.Arbitrary<unknown> {
  if ('const' in schema) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return fc.oneof(...choices.map((choice) => valueOf(choice, known)));
  switch (schema.type) {
    case 'string':
      return stringOf(schema, known);
    case 'integer':
    case 'number':
      return fc.integer({
        min: schema.minimum ?? -5,
        max: Math.min(schema.maximum ?? 200, 2 ** 31 - 1),
      });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'array':
      return fc.array(valueOf(schema.items ?? {}, known), {
        maxLength: Math.min(schema.maxItems ?? 5, 5),
      });
    case 'object':
      return objectOf(schema, known);
    default:
      return fc.jsonValue({ maxDepth: 2 });
  }
}

function objectOf(
  { properties = {}, required = [] }: JsonSchema,
  known: Known,
): fc.Arbitrary<unknown> {
  const fields = Object.entries(properties).map(([name, field]) => [
    name,
    fieldOf(name, field, known),
  ]);
  return fc.record(Object.fromEntries(fields), { requiredKeys: required as never }); // names of the same object
}

function fieldOf(name: string, schema: JsonSchema, known: Known): fc.Arbitrary<unknown> {
  if (name === 'cursor') return fc.oneof(cursor(known), fc.constant(null), fc.string());
  if (name === 'handle') return fc.oneof(fc.constantFrom(...known.handles), handle);
  return valueOf(schema, known);
}

const handle = fc.stringMatching(/^[a-zA-Z0-9_]{3,30}$/);

function stringOf(
  { format, pattern, minLength = 0, maxLength = 60 }: JsonSchema,
  known: Known,
): fc.Arbitrary<string> {
  switch (format) {
    case 'uuid':
      return fc.oneof(fc.constantFrom(...known.ids), fc.uuid());
    case 'email':
      return fc.oneof(fc.constantFrom(...known.emails), fc.emailAddress());
    case 'uri':
      return fc.webUrl();
    case 'date':
      return fc
        .date({ noInvalidDate: true, min: new Date('1900-01-01'), max: new Date('2099-01-01') })
        .map((date) => date.toISOString().slice(0, 10));
    case 'date-time':
      return fc.date({ noInvalidDate: true }).map((date) => date.toISOString());
    default:
  }
  const length = { minLength, maxLength: Math.max(minLength, Math.min(maxLength, 80)) };
  const free = fc.oneof(
    fc.string({ unit: 'grapheme', ...length }),
    fc.string({ unit: 'binary', ...length }),
  );
  return pattern === undefined ? free : fc.oneof(fc.stringMatching(new RegExp(pattern)), free);
}

/** A cursor that is well-formed, of a list there is, with a place that nobody wrote. */
function cursor({ ids }: Known): fc.Arbitrary<string> {
  const id = fc.constantFrom(...ids);
  const name = fc.oneof(
    fc.constantFrom('following', 'recent'),
    fc
      .tuple(
        fc.constantFrom(
          'author/',
          'requests:',
          'blocked:',
          'muted:',
          'followers:',
          'followings:',
          'mine:',
        ),
        id,
      )
      .map(([list, of]) => `${list}${of}${list === 'mine:' ? ':' : ''}`),
    id.map((of) => `comments/${of}/`),
  );
  const at = fc.oneof(
    fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
    fc.constantFrom('0001-01-01T00:00:00.000Z', '9999-12-31T23:59:59.999Z', '\0'),
  );
  const place = fc.oneof(id, fc.uuid(), fc.record({ at, id }), fc.jsonValue({ maxDepth: 2 }));
  return fc
    .tuple(name, place)
    .map(([l, p]) => Buffer.from(JSON.stringify({ l, p })).toString('base64url'));
}
