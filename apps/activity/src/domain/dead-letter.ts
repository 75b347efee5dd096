import type {
  DeadLetter,
  DeadLetterCount,
  DeadLetterDetail,
  DeadLetterListInput,
  DeadLetterPage,
} from '@dailyfeed/contract/dead-letter';
import { AppError } from '@dailyfeed/contract/errors';
import { decodeCursor, encodeCursor, toPage } from '@dailyfeed/service-kit/cursor';
import * as z from 'zod';

import type { Deps, KeptLetter } from '../deps.ts';

type DeskDeps = Pick<Deps, 'deadLetters'>;
type Decision = { id: string; actorId: string };

const Position = z.strictObject({ at: z.iso.datetime({ precision: 3 }), id: z.string() });

/** A page of the letters of one kind, the latest first. */
export async function listDeadLetters(
  deps: DeskDeps,
  input: DeadLetterListInput,
): Promise<DeadLetterPage> {
  const { kind, group, status, eventType, limit } = input;
  // Another filter is another list.
  const name = ['dead-letters', kind, group, status, eventType].map((part) => part ?? '').join(':');
  const list = { name, position: Position };
  const after = decodeCursor(list, input.cursor);
  const found = await deps.deadLetters.list({
    kind,
    ...(group && { group }),
    ...(status && { status }),
    ...(eventType && { eventType }),
    after: after && { at: new Date(after.at), id: after.id },
    // One more tells whether there is a next page.
    limit: limit + 1,
  });
  const { items, nextCursor } = toPage(found, limit, (last) =>
    encodeCursor(list, { at: last.firstFailedAt.toISOString(), id: last.id }),
  );
  return { items: items.map(toDeadLetter), nextCursor };
}

/** How many there are of each kind, group and status. */
export function countDeadLetters(deps: DeskDeps): Promise<DeadLetterCount[]> {
  return deps.deadLetters.summarize();
}

/** A letter with what it says; DEAD_LETTER_NOT_FOUND where there is none. */
export async function getDeadLetter(deps: DeskDeps, id: string): Promise<DeadLetterDetail> {
  const letter = await deps.deadLetters.find(id);
  if (!letter) throw new AppError('DEAD_LETTER_NOT_FOUND');
  const bytes = letter.value === null ? null : Buffer.from(letter.value, 'base64');
  const text = bytes?.toString('utf8') ?? null;
  // Bytes that are no text come out changed.
  const isText = bytes === null || Buffer.from(text ?? '').equals(bytes);
  return {
    ...toDeadLetter(letter),
    topic: letter.topic,
    partition: letter.partition,
    offset: letter.offset,
    key: letter.key === null ? null : decode(letter.key),
    headers: Object.fromEntries(
      Object.entries(letter.headers).map(([name, values]) => [name, values.map(decode)]),
    ),
    value: isText ? text : letter.value,
    isText,
  };
}

/** Sends a letter again at once, due or not, parked or not. */
export async function resendDeadLetter(deps: DeskDeps, decision: Decision): Promise<DeadLetter> {
  refuseFailed(await deps.deadLetters.resend(decision.id, decision.actorId));
  return getSummary(deps, decision.id);
}

/** Decides that a letter is not sent again by itself. */
export async function parkDeadLetter(deps: DeskDeps, decision: Decision): Promise<DeadLetter> {
  refuseFailed(await deps.deadLetters.park(decision.id, decision.actorId));
  return getSummary(deps, decision.id);
}

function refuseFailed(
  outcome: 'resent' | 'parked' | 'refused' | 'decided' | 'busy' | 'absent',
): void {
  switch (outcome) {
    case 'resent':
    case 'parked':
      return;
    case 'refused':
      throw new AppError('DEAD_LETTER_REFUSED');
    case 'decided':
      throw new AppError('DEAD_LETTER_DECIDED');
    case 'busy':
      throw new AppError('DEAD_LETTER_BUSY');
    case 'absent':
      throw new AppError('DEAD_LETTER_NOT_FOUND');
  }
}

async function getSummary(deps: DeskDeps, id: string): Promise<DeadLetter> {
  const letter = await deps.deadLetters.find(id);
  if (!letter) throw new AppError('DEAD_LETTER_NOT_FOUND');
  return toDeadLetter(letter);
}

function toDeadLetter(letter: KeptLetter): DeadLetter {
  return {
    id: letter.id,
    kind: letter.kind,
    group: letter.group,
    eventId: letter.eventId,
    eventType: letter.eventType,
    status: letter.status,
    errorClass: letter.errorClass,
    errorMessage: letter.errorMessage,
    attempts: letter.attempts,
    resends: letter.resends,
    firstFailedAt: letter.firstFailedAt.toISOString(),
    lastFailedAt: letter.lastFailedAt.toISOString(),
    nextResendAt: letter.nextResendAt.toISOString(),
    resolvedAt: letter.resolvedAt?.toISOString() ?? null,
  };
}

function decode(base64: string): string {
  return Buffer.from(base64, 'base64').toString('utf8');
}
