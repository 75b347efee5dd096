import type { Highlight } from '@dailyfeed/contract/search';

export type Piece = { start: number; piece: string; isMarked: boolean };

/** The text between two places, cut where marks begin and end; `highlights` in the order of the text. */
export function markedPieces(
  text: string,
  range: { from: number; to: number; highlights: readonly Highlight[] },
): Piece[] {
  const { from, to, highlights } = range;
  const pieces: Piece[] = [];
  let end = from;
  const add = (until: number, isMarked: boolean): void => {
    if (until > end) pieces.push({ start: end, piece: text.slice(end, until), isMarked });
    end = Math.max(end, until);
  };
  for (const highlight of highlights) {
    add(Math.min(highlight.start, to), false);
    add(Math.min(highlight.end, to), true);
  }
  add(to, false);
  return pieces;
}
