/** A filter's condition for any of some values. One is an equality, which every server narrows by. */
export function anyOf<T>(values: readonly T[]): T | { $in: T[] } {
  const [only, ...others] = values;
  return only !== undefined && others.length === 0 ? only : { $in: [...values] };
}
