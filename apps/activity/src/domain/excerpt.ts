const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });
const excerptMax = 140;

/** The beginning of a text on one line, at most 140 characters as a reader counts them; "…" says there is more. */
export function excerptOf(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  const kept: string[] = [];
  for (const { segment } of graphemes.segment(line)) {
    kept.push(segment);
    if (kept.length > excerptMax)
      return `${kept
        .slice(0, excerptMax - 1)
        .join('')
        .trimEnd()}…`;
  }
  return line;
}
