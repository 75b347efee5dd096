import { parseArgs } from 'node:util';

import { DeadLetterKind, DeadLetterStatus } from '@dailyfeed/contract/dead-letter';
import type { LetterFacts } from '@dailyfeed/events/dead-letter';
import { createDeadLetters } from '@dailyfeed/events/dead-letters';
import { createPublisher } from '@dailyfeed/events/publisher';
import {
  decideWaiting,
  type ParkOutcome,
  parkLetter,
  resendLetter,
  type ResendOutcome,
} from '@dailyfeed/events/resend';
import { parseEnv } from '@dailyfeed/service-kit/env';
import { createLog } from '@dailyfeed/service-kit/log';

import { BusEnv, Env, toBus } from '../env.ts';

/*
 * node apps/activity/src/commands/dead-letters.ts list [--kind listener|publisher] [--group G] [--status S] [--type T] [--limit N]
 * node apps/activity/src/commands/dead-letters.ts show <id>
 * node apps/activity/src/commands/dead-letters.ts resend|park <id> …
 * node apps/activity/src/commands/dead-letters.ts resend|park [--kind …] [--group …] [--type …]    all that wait, in order
 */

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    kind: { type: 'string', default: 'listener' },
    group: { type: 'string' },
    status: { type: 'string' },
    type: { type: 'string' },
    limit: { type: 'string', default: '100' },
  },
});
const [verb = 'list', ...ids] = positionals;
const env = parseEnv(BusEnv.extend(Env.pick({ MONGODB_URL: true }).shape), process.env);
const log = createLog('dead-letters', { level: 'error' });
const now = (): Date => new Date();
await using deadLetters = createDeadLetters({ mongoUrl: env.MONGODB_URL, log });
await using publisher = createPublisher({ bus: toBus(env), log, now });
const filter = {
  kind: DeadLetterKind.parse(values.kind),
  ...(values.group !== undefined && { group: values.group }),
  ...(values.type !== undefined && { eventType: values.type }),
};

switch (verb) {
  case 'list':
    await list();
    break;
  case 'show':
    process.exitCode = await show(ids[0] ?? '');
    break;
  case 'resend':
    process.exitCode = await forEach((id) =>
      resendLetter(id, { deadLetters, publisher, log, now }),
    );
    break;
  case 'park':
    process.exitCode = await forEach((id) => parkLetter(id, { deadLetters, now }));
    break;
  default:
    console.error('Usage: dead-letters list | show <id> | resend [<id> …] | park [<id> …]');
    process.exitCode = 1;
}

async function list(): Promise<void> {
  const status =
    values.status === undefined ? {} : { status: DeadLetterStatus.parse(values.status) };
  const letters = await deadLetters.list({ ...filter, ...status, limit: Number(values.limit) });
  for (const letter of letters) console.log(lineOf(letter));
  for (const { kind, group, status: state, count, oldestAt } of await deadLetters.summarize()) {
    console.log(`${count} ${state} of ${kind} ${group}, since ${oldestAt}`);
  }
}

async function show(id: string): Promise<number> {
  const letter = await deadLetters.find(id);
  if (!letter) {
    console.error(`There is no dead letter ${id}`);
    return 1;
  }
  const value = letter.value === null ? null : Buffer.from(letter.value, 'base64').toString();
  console.log(JSON.stringify({ ...letter, text: value }, undefined, 2));
  return 0;
}

/** The letters named, or else all that wait, the oldest first. 1 when one of them did not go as asked. */
async function forEach(
  decide: (id: string) => Promise<ResendOutcome | ParkOutcome>,
): Promise<number> {
  const decisions =
    ids.length > 0 ? inTurn(decide) : decideWaiting(filter, { deadLetters, decide });
  let code = 0;
  for await (const { id, outcome } of decisions) {
    console.log(`${id}  ${outcome}`);
    if (outcome !== 'resent' && outcome !== 'parked') code = 1;
  }
  return code;
}

async function* inTurn<T>(decide: (id: string) => Promise<T>): AsyncGenerator<{
  id: string;
  outcome: T;
}> {
  for (const id of ids) yield { id, outcome: await decide(id) };
}

function lineOf({
  id,
  status,
  eventType,
  errorClass,
  errorMessage,
  firstFailedAt,
}: LetterFacts): string {
  const error = `${errorClass}: ${errorMessage}`.replaceAll(/\s+/g, ' ').slice(0, 80);
  return [id, status, eventType ?? 'unreadable', firstFailedAt.toISOString(), error].join('  ');
}
