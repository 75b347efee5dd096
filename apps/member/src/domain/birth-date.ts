import type { Deps } from '../deps.ts';

/** Whether this day is still to come. Where it is tomorrow already, nobody who signs up was born today. */
export function isUnborn(deps: Pick<Deps, 'now'>, birthDate: string | null | undefined): boolean {
  return Boolean(birthDate) && String(birthDate) > deps.now().toISOString().slice(0, 10);
}

/** A day as it is kept: it has no hour and no zone. */
export function toBirthDate(day: string | null | undefined): Date | null {
  return day ? new Date(day) : null;
}
