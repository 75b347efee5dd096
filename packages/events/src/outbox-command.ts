import { parseArgs } from 'node:util';

import { Pool } from 'pg';

import { resendSpan } from './outbox-table.ts';

/** What a service's command has: its outbox, where to write lines, and its arguments, `--from <time> --to <time>`. */
export type OutboxCommandArgs = {
  databaseUrl: string;
  args: string[];
  say: (line: string) => void;
};

/** Has a relay send again what was sent within a span of the last 24 hours. Gives the exit code. */
export async function runResendOutbox({
  databaseUrl,
  args,
  say,
}: OutboxCommandArgs): Promise<number> {
  const { values } = parseArgs({
    args,
    options: { from: { type: 'string' }, to: { type: 'string' } },
  });
  const [from, to] = [new Date(values.from ?? ''), new Date(values.to ?? '')];
  if (Number.isNaN(from.getTime()) || Number.isNaN(to.getTime()) || from >= to) {
    say('Usage: --from 2026-11-21T10:00:00Z --to 2026-11-21T10:05:00Z');
    return 1;
  }
  const pool = new Pool({ connectionString: databaseUrl, max: 1 });
  try {
    const count = await resendSpan(pool, { from, to });
    say(`${count} events are sent again`);
    return 0;
  } finally {
    await pool.end();
  }
}
