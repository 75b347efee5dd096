/** A filter's condition for any of some values. One is an equality, which every server narrows by. */
export function anyOf<T>(values: readonly T[]): T | { $in: T[] } {
  const [only, ...others] = values;
  return only !== undefined && others.length === 0 ? only : { $in: [...values] };
}

/** So many questions at a time, where there is one for each value. */
const turn = 10;

/**
 * Asks for any of some values: MongoDB at once. FerretDB narrows by an equality alone, and would read its collection
 * from one end to the other for a set, for longer than anybody waits: it is asked for each.
 */
export async function findAny<T, Found>(
  db: { narrowsBySets(): Promise<boolean> },
  values: readonly T[],
  ask: (condition: T | { $in: T[] }) => Promise<Found[]>,
): Promise<Found[]> {
  if (values.length === 0) return [];
  if (values.length === 1 || (await db.narrowsBySets())) return ask(anyOf(values));
  const found: Found[] = [];
  for (let start = 0; start < values.length; start += turn) {
    const answers = await Promise.all(values.slice(start, start + turn).map((each) => ask(each)));
    found.push(...answers.flat());
  }
  return found;
}
