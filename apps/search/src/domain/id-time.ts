const dayMs = 86_400_000;
const daysPerMonth = 32;

/** When an id was made: UUIDv7 begins with the milliseconds. */
export function timeOf(id: string): number {
  return Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
}

/** No id made at or after this time sorts before it. */
export function firstIdAt(timeMs: number): string {
  const hex = Math.max(0, timeMs).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
}

/** Days since 1970, UTC. */
export function dayOf(id: string): number {
  return Math.floor(timeOf(id) / dayMs);
}

/** Spans of 32 days since 1970. */
export function monthOf(id: string): number {
  return monthOfDay(dayOf(id));
}

export function monthOfDay(day: number): number {
  return Math.floor(day / daysPerMonth);
}
