/**
 * Asks about all of `all`, at most `max` in one question, and gives the answers in their order; about none, nothing. The
 * questions are asked at the same time: `all` is something of a bounded size.
 */
export async function inParts<T, Answer>(
  all: readonly T[],
  max: number,
  ask: (some: T[]) => Promise<readonly Answer[]>,
): Promise<Answer[]> {
  const parts = Array.from({ length: Math.ceil(all.length / max) }, (_, index) =>
    all.slice(index * max, (index + 1) * max),
  );
  return (await Promise.all(parts.map((part) => ask(part)))).flat();
}
