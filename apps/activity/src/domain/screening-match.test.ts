import { expect, test } from 'vitest';

import { parseScreeningList } from './screening-list.ts';
import { createScreen } from './screening-match.ts';

const words = parseScreeningList(
  'words',
  `
  # of both languages
  hide SPAM double your bitcoin
  flag ABUSE ass
  flag SPAM 5.000 won
  hide ILLEGAL 바카라사이트
  flag ABUSE 시발
  except 시발점
  flag SELF_HARM 죽고 싶다
`,
);
const links = parseScreeningList('links', 'hide SPAM evil.example\nflag SPAM 나쁜.한국');
const screen = createScreen({ words, links });
const outcomeOf = (text: string): string => screen(text).outcome;

test.for([
  ['Double  your-BITCOIN today', 'hide'],
  ['ｄｏｕｂｌｅ your bit\u200Bcoin', 'hide'],
  ['double your bitcoins', 'pass'],
  ['you ass!', 'flag'],
  ['ass는 나쁜 말', 'flag'],
  ['a class in Scunthorpe', 'pass'],
  ['5.000 won', 'flag'],
])(
  'English is found by whole words, whatever their case, width and spaces: %s',
  ([text, outcome]) => {
    expect(outcomeOf(text ?? '')).toBe(outcome);
  },
);

test.for([
  ['최고바카라사이트에서', 'hide'],
  ['바.카.라-사이트', 'hide'],
  ['바카라사이트'.normalize('NFD'), 'hide'],
  ['시발 뭐야', 'flag'],
  ['시발점이 되었다', 'pass'],
  ['다시발표한다', 'pass'],
  ['도시 발전', 'pass'],
  ['정말 죽고싶다는 말', 'flag'],
])(
  'Korean is found with its particles, short words at the beginning of one: %s',
  ([text, outcome]) => {
    expect(outcomeOf(text ?? '')).toBe(outcome);
  },
);

test.for([
  ['see https://evil.example/x', 'hide'],
  ['see http://a.b.EVIL.example:8080', 'hide'],
  ['http://good.example@evil.example/', 'hide'],
  ['evil.example에서', 'hide'],
  ['https://notevil.example', 'pass'],
  ['https://evil.example.org', 'pass'],
  ['https://good.example/?to=evil.example', 'pass'],
  ['mail me@evil.example', 'pass'],
  ['http://xn--910b021a.xn--3e0b707e/', 'flag'],
])('a link is found by its host and subdomains, however it is written: %s', ([text, outcome]) => {
  expect(outcomeOf(text ?? '')).toBe(outcome);
});

test('what weighs most decides, and says why', () => {
  expect(screen('ass, 시발: double your bitcoin at evil.example')).toEqual({
    outcome: 'hide',
    reason: 'SPAM',
    terms: ['double your bitcoin', 'evil.example'],
  });
  expect(screen('a quiet day')).toEqual({ outcome: 'pass', reason: null, terms: [] });
});

test('a list that is none is refused with its line', () => {
  expect(() => parseScreeningList('en.txt', 'flag SPAM x\nhide NONSENSE y')).toThrow(
    'en.txt, line 2',
  );
  expect(() => parseScreeningList('en.txt', 'hide')).toThrow('en.txt, line 1');
  const noHost = { entries: [{ outcome: 'hide', reason: 'SPAM', term: 'com' }] as const };
  const list = { entries: [...noHost.entries], exceptions: [] };
  expect(() => createScreen({ words, links: list })).toThrow('com');
});
