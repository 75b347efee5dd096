import { type ReportReason, ReportReason as Reason } from '@dailyfeed/contract/report';

/** What is looked for, as a list has it, and what comes of it. */
export type ListEntry = { outcome: 'hide' | 'flag'; reason: ReportReason; term: string };
/** `exceptions` are words in which nothing is found. */
export type ScreeningList = { entries: ListEntry[]; exceptions: string[] };
/** One list of words a language, and one of hosts. */
export type ScreeningLists = { words: ScreeningList; links: ScreeningList };

const linksFile = 'links.txt';

/** `links.txt` holds hosts, every other file words, one file a language. Throws where a line cannot be one. */
export function toScreeningLists(files: { name: string; text: string }[]): ScreeningLists {
  const lists: ScreeningLists = {
    words: { entries: [], exceptions: [] },
    links: { entries: [], exceptions: [] },
  };
  for (const { name, text } of files) {
    const { entries, exceptions } = parseScreeningList(name, text);
    const list = name === linksFile ? lists.links : lists.words;
    list.entries.push(...entries);
    list.exceptions.push(...exceptions);
  }
  return lists;
}

/** `hide REASON term`, `flag REASON term`, `except term`; empty lines and such that begin with `#` say nothing. */
const linePattern =
  /^(?:(?<outcome>hide|flag)\s+(?<reason>[A-Z_]+)|(?<except>except))\s+(?<term>\S.*)$/u;

/** Reads a list; throws, naming the line, where it cannot be one: half a list would let through what it should not. */
export function parseScreeningList(name: string, text: string): ScreeningList {
  const list: ScreeningList = { entries: [], exceptions: [] };
  for (const [index, raw] of text.split('\n').entries()) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    const groups = linePattern.exec(line)?.groups;
    const term = groups?.['term'];
    const reason = Reason.safeParse(groups?.['reason']);
    if (term !== undefined && groups?.['except'] !== undefined) list.exceptions.push(term);
    else if (term !== undefined && reason.success) {
      const outcome = groups?.['outcome'] === 'hide' ? 'hide' : 'flag';
      list.entries.push({ outcome, reason: reason.data, term });
    } else throw new Error(`${name}, line ${index + 1}: ${line}`);
  }
  return list;
}
