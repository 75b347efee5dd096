import { people } from '@dailyfeed/scripts/demo-people';
import { posts } from '@dailyfeed/scripts/demo-posts';

import type { Random } from './random.ts';

export type Written = { text: string; language: 'ko' | 'en'; tags: string[]; entities: string };

/** How many of ten members write Korean. */
const koreanOfTen = 7;
const tagsBy = {
  ko: ['일상', '산책', '책', '맛집', '사진', '고양이', '달리기', '영화', '날씨', '개발'],
  en: ['daily', 'walk', 'books', 'food', 'photo', 'cats', 'running', 'films', 'weather', 'code'],
};

const sentences = toSentences();
const names = {
  ko: people.filter(({ language }) => language === 'ko').map(({ displayName }) => displayName),
  en: people.filter(({ language }) => language === 'en').map(({ displayName }) => displayName),
};

/** What a member writes in. */
export function languageOf(member: number): 'ko' | 'en' {
  return member % 10 < koreanOfTen ? 'ko' : 'en';
}

/** A name as people have one, told apart by its number. */
export function nameOf(member: number): string {
  const list = names[languageOf(member)];
  return `${list[member % list.length] ?? ''} ${member}`;
}

/** A few sentences of the demo world's people, put together anew; one text in two ends with a tag. */
export function writePost(random: Random, language: 'ko' | 'en'): Written {
  const count = 1 + random.heavyTailed(0.7, 6);
  let text = Array.from({ length: count }, () => random.pick(sentences[language])).join(' ');
  if (random.next() < 0.5) return { text, language, tags: [], entities: '[]' };
  const tag = random.pick(tagsBy[language]);
  const start = text.length + 1;
  text = `${text} #${tag}`;
  const entities = JSON.stringify([{ kind: 'tag', start, end: text.length, tag }]);
  return { text, language, tags: [tag], entities };
}

/** One sentence. */
export function writeComment(random: Random, language: 'ko' | 'en'): string {
  return random.pick(sentences[language]);
}

/** The demo world's sentences by language, without those that name somebody, a tag or an address. */
function toSentences(): Record<'ko' | 'en', string[]> {
  const all = Object.values(posts)
    .flat()
    .flatMap(([, text]) => text.split(/(?<=[.!?。])\s+|\n+/))
    .filter((sentence) => sentence.length >= 8 && !/[#@]|https?:/.test(sentence));
  const isKorean = (sentence: string): boolean => /\p{Script=Hangul}/u.test(sentence);
  return {
    ko: all.filter(isKorean),
    en: all.filter((sentence) => /^[\p{ASCII}\p{P}]+$/u.test(sentence)),
  };
}
