/** What a member's text is made of; joined, the `text` of all tokens is the text again. */
export type TextToken =
  | { kind: 'plain'; text: string }
  | { kind: 'link'; text: string; href: string }
  | { kind: 'mention'; text: string; handle: string }
  | { kind: 'tag'; text: string };

// A mention or tag starts a word: the "@" of an address or the "#" of "C#" is neither.
// The host ends with its Latin top-level domain, so that Korean particles ("example.com에서") stay outside.
const pattern = new RegExp(
  [
    String.raw`(?<link>https?:\/\/(?:[\p{L}\p{N}-]+\.)+[a-z]{2,}(?::\d{1,5})?(?:[/?#][^\s<>"'“”‘’]*)?)`,
    String.raw`(?<![\p{L}\p{N}_@./])@(?<mention>[a-zA-Z0-9_]{3,30})(?![a-zA-Z0-9_@])`,
    String.raw`(?<![\p{L}\p{N}_#&/])(?<tag>#(?=[\p{N}_]*\p{L})[\p{L}\p{M}\p{N}_]{1,50})`,
  ].join('|'),
  'giu',
);

export function textTokens(text: string): TextToken[] {
  const tokens: TextToken[] = [];
  let end = 0;
  for (const match of text.matchAll(pattern)) {
    const token = tokenOf(match);
    if (!token) continue;
    if (match.index > end) tokens.push({ kind: 'plain', text: text.slice(end, match.index) });
    tokens.push(token);
    end = match.index + token.text.length;
  }
  if (end < text.length) tokens.push({ kind: 'plain', text: text.slice(end) });
  return tokens;
}

function tokenOf(match: RegExpExecArray): TextToken | undefined {
  const { link, mention, tag } = match.groups ?? {};
  if (mention !== undefined) return { kind: 'mention', text: match[0], handle: mention };
  if (tag !== undefined) return { kind: 'tag', text: tag };
  if (link === undefined) return undefined;
  const address = withoutTrailingPunctuation(link);
  return URL.canParse(address)
    ? { kind: 'link', text: address, href: new URL(address).href }
    : undefined;
}

/** "(see https://a.example/b)." links to `/b`; a bracket that the address itself opened stays. */
function withoutTrailingPunctuation(address: string): string {
  const surplus = new Map<string, number>(
    closings.map((closing) => [closing, surplusOf(closing, address)]),
  );
  let end = address.length;
  while (end > 0) {
    const last = address.charAt(end - 1);
    const unopened = surplus.get(last) ?? 0;
    if (unopened > 0) surplus.set(last, unopened - 1);
    else if (!/[.,:;!?…。、]/.test(last)) break;
    end -= 1;
  }
  return address.slice(0, end);
}

const openings = { ')': '(', ']': '[', '}': '{', '」': '「', '』': '『' } as const;
// Object.keys forgets what the keys are.
const closings = Object.keys(openings) as (keyof typeof openings)[]; // see above

/** How many brackets are closed without having been opened. */
function surplusOf(closing: keyof typeof openings, address: string): number {
  return address.split(closing).length - address.split(openings[closing]).length;
}

const shownAddressMax = 42;

/** How an address is written on the page: without its scheme, cut where it gets long. */
export function shownAddress(address: string): string {
  const short = address.replace(/^https?:\/\/(www\.)?/i, '').replace(/\/$/, '');
  return short.length > shownAddressMax ? `${short.slice(0, shownAddressMax - 1)}…` : short;
}
