/*
 * Between two neighbouring ids nothing lies: "at or below an id" is "below the next one". They are for comparing alone;
 * some are no UUIDs that anyone would make.
 */

const max = (1n << 128n) - 1n;

export function nextId(id: string): string {
  const value = toNumber(id);
  return value === max ? id : toId(value + 1n);
}

export function previousId(id: string): string {
  const value = toNumber(id);
  return value === 0n ? id : toId(value - 1n);
}

function toNumber(id: string): bigint {
  return BigInt(`0x${id.replaceAll('-', '')}`);
}

function toId(value: bigint): string {
  const hex = value.toString(16).padStart(32, '0');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
