/** How long to wait before attempt `failures + 1`, in ms: doubling from `firstMs` to `maxMs`, with half of it jitter. */
export function backoffMs(failures: number, options: { firstMs: number; maxMs: number }): number {
  const delay = Math.min(options.firstMs * 2 ** (failures - 1), options.maxMs);
  return delay * (0.5 + Math.random() / 2);
}
