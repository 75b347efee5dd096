import { parseArgs } from 'node:util';

import { Pool } from 'pg';

import { countSpan, resendSpan } from './outbox-span.ts';

/** What a service's command has: its outbox, where to write lines, and its arguments, `--from <time> --to <time>`. */
export type OutboxCommandArgs = {
  databaseUrl: string;
  args: string[];
  say: (line: string) => void;
  /** More than these are sent again only by who says `--many`: 20,000 unless given. */
  countMax?: number;
};

/** Has a relay send again what was sent within a span of the last 24 hours. Gives the exit code. */
export async function runResendOutbox({
  databaseUrl,
  args,
  say,
  countMax = 20_000,
}: OutboxCommandArgs): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      from: { type: 'string' },
      to: { type: 'string' },
      many: { type: 'boolean', default: false },
    },
  });
  const [from, to] = [new Date(values.from ?? ''), new Date(values.to ?? '')];
  if (Number.isNaN(from.getTime()) || Number.isNaN(to.getTime()) || from >= to) {
    say('Usage: --from 2026-11-21T10:00:00Z --to 2026-11-21T10:05:00Z [--many]');
    return 1;
  }
  const pool = new Pool({ connectionString: databaseUrl, max: 1 });
  try {
    const found = await countSpan(pool, { from, to });
    if (found > countMax && !values.many) {
      say(`${found} events were sent within it: give a shorter span, or --many to send them all`);
      return 1;
    }
    const count = await resendSpan(pool, { from, to });
    say(`${count} events are sent again`);
    return 0;
  } finally {
    await pool.end();
  }
}
