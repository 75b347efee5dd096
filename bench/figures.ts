/** The value that a share of all is not above; 0 when there is none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.ceil(share * sorted.length) - 1] ?? 0;
}

/** Of all values. */
export function sumOf(values: Record<string, number>): number {
  return Object.values(values).reduce((sum, value) => sum + value, 0);
}

/** The usual three, named by what they are of. */
export function percentilesOf(what: string, values: readonly number[]): Record<string, number> {
  return {
    [`${what}, ms, p50`]: percentile(values, 0.5),
    [`${what}, ms, p95`]: percentile(values, 0.95),
    [`${what}, ms, p99`]: percentile(values, 0.99),
  };
}
