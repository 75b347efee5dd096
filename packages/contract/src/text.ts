import * as z from 'zod';

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** Characters as a reader counts them: "👩‍👩‍👧" and "각" are one each. */
export function graphemeCount(text: string): number {
  let count = 0;
  for (const _ of graphemes.segment(text)) count += 1;
  return count;
}

// A grapheme of any living script needs few code units; the cap keeps stacked marks from growing without end.
const codeUnitsPerGrapheme = 12;

// C0 and C1 controls but tab and line feed, lone surrogates, and the bidirectional overrides that reorder other text.
const forbidden =
  /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069\uFFFE\uFFFF]|\p{Surrogate}/u;

/** Text people write: NFC, line ends as `\n`, trimmed, 1–`max` graphemes, nothing that cannot be shown. */
export function text(max: number): z.ZodType<string, string> {
  return boundedText({ min: 1, max });
}

/** Like `text`, but may be empty. */
export function optionalText(max: number): z.ZodType<string, string> {
  return boundedText({ min: 0, max });
}

/** One line of text: a name, a place. */
export function line(max: number): z.ZodType<string, string> {
  return text(max).refine((value) => !value.includes('\n'), 'control_characters');
}

function boundedText(bounds: { min: number; max: number }): z.ZodType<string, string> {
  return (
    z
      .string()
      // Bounds the work of everything that follows.
      .max(bounds.max * codeUnitsPerGrapheme, 'too_long')
      .overwrite((value) =>
        value.replaceAll('\r\n', '\n').replaceAll('\r', '\n').normalize('NFC').trim(),
      )
      .refine(isShowable, 'control_characters')
      .refine((value) => bounds.min === 0 || isVisible(value), 'required')
      .refine((value) => graphemeCount(value) <= bounds.max, 'too_long')
  );
}

/** Whether all of `value` can be shown as it is: no controls, nothing that reorders other text. */
export function isShowable(value: string): boolean {
  return !forbidden.test(value);
}

/** Whether a reader would see anything: zero-width characters and blanks alone are nothing. */
export function isVisible(value: string): boolean {
  return /[^\s\p{Cf}\u115F\u1160\u3164\uFFA0]/u.test(value);
}
