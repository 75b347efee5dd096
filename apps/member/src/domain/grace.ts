import { reactivationDays } from '@dailyfeed/contract/account';

const graceMs = reactivationDays * 86_400_000;

/** Who deactivated their account at or before this moment is erased, and does not come back. */
export function graceEndFor(now: Date): Date {
  return new Date(now.getTime() - graceMs);
}

/** Until when a log-in brings back an account that is deactivated at `at`. */
export function reactivatableUntil(at: Date): Date {
  return new Date(at.getTime() + graceMs);
}
