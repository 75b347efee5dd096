/** A source of chance that gives the same for the same seed. */
export type Random = {
  /** From 0 up to, not including, 1. */
  next(): number;
  /** A whole number from 0 up to, not including, `end`. */
  below(end: number): number;
  pick<T>(list: readonly T[]): T;
  /**
   * A whole number with a heavy tail: most are small, some are very large. `share` is about how many are not 0, where
   * it is below 1; `max` bounds them all.
   */
  heavyTailed(share: number, max: number): number;
  /** A UUIDv7 of that time. */
  id(timeMs: number): string;
};

/** How fast the tail of what `heavyTailed` gives thins out; 1 would be Zipf's. */
const exponent = 1.3;

/** sfc32, which is small, fast and good enough for anything but secrets. */
export function createRandom(seed: number): Random {
  let [a, b, c, counter] = [0x9e37_79b9, 0x243f_6a88, seed | 0, 1];
  const bits = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + sum) | 0;
    return sum >>> 0;
  };
  for (let round = 0; round < 15; round += 1) bits();

  const next = (): number => bits() / 0x1_0000_0000;
  const below = (end: number): number => Math.floor(next() * end);
  return {
    next,
    below,
    pick: (list) => {
      const item = list[below(list.length)];
      if (item === undefined) throw new RangeError('Nothing to pick from');
      return item;
    },
    heavyTailed: (share, max) =>
      Math.min(max, Math.floor(share ** (1 / exponent) * (1 - next()) ** (-1 / exponent))),
    id: (timeMs) => {
      const time = Math.floor(timeMs).toString(16).padStart(12, '0');
      const high = (0x7000 | (bits() & 0x0fff)).toString(16);
      const middle = (0x8000 | (bits() & 0x3fff)).toString(16);
      const low = toHex(bits()) + toHex(bits()).slice(0, 4);
      return `${time.slice(0, 8)}-${time.slice(8)}-${high}-${middle}-${low}`;
    },
  };
}

function toHex(bits: number): string {
  return bits.toString(16).padStart(8, '0');
}
