import {
  findKnown,
  findRecent,
  type KnownNotification,
  removeSeen,
  type StoredNotification,
} from '../db/notifications.ts';
import { type Fates, readFates } from '../db/tombstones.ts';
import type { Deps } from '../deps.ts';
import { readAudienceOf } from './audience.ts';
import { createLedger, isNewer, type Ledger } from './notification-ledger.ts';
import { toldAtOf } from './notification-mark.ts';
import { isUndone, placeNotifications, standingOf, subjectsOf } from './notification-place.ts';
import { createUndone, noteUndone } from './notification-undone.ts';
import {
  approvalOf,
  burstKeyOf,
  followOf,
  idOf,
  type Pair,
  type Told,
  undoingCauseOf,
} from './told.ts';

/** What something that happened does to what members are told. */
export type Act = { at: Date; version: number } & (
  | { does: 'tell'; told: Told }
  /** Takes back what was told at or after `since`, at any time where that is null. */
  | { does: 'take_back'; told: Told; since: Date | null }
  /**
   * A follow of which nobody says whether it was asked for: news to whom it is of or, where what is there says so, to who
   * asked.
   */
  | { does: 'tell_follow'; pair: Pair }
);

/** So many at once: a batch of events as a rule. */
export const actsMax = 500;
/** From this many of one kind within the hour on, what one member does becomes one row of its own. */
const burstSize = 3;
const hourMs = 3_600_000;

/**
 * Does one after another, in as many questions to the stores as one alone: what there is is read at once, what comes of
 * it is worked out in order, and written at once. Nobody is told of what they did, do not want to hear of, what is gone,
 * or was undone before it was told. The same again ends in the same state.
 */
export async function tellAll(deps: Deps, acts: readonly Act[]): Promise<void> {
  for (let start = 0; start < acts.length; start += actsMax) {
    await tellSome(deps, acts.slice(start, start + actsMax));
  }
}

async function tellSome(deps: Deps, acts: readonly Act[]): Promise<void> {
  const news = acts.flatMap(newsIn);
  const isAudience = await readAudienceOf(deps, news);
  const now = deps.now();
  const undoings = acts.filter((act) => act.does === 'take_back');
  const named = [...news, ...undoings.map(({ told }) => told)];
  const fates = createUndone(
    await readFates(deps.db, named.flatMap(subjectsOf), named.flatMap(causesOf)),
  );
  await noteUndone(deps, undoings, fates);
  const ledger = createLedger(await readKnown(deps, acts));
  const unseen = new Map<string, StoredNotification>();
  const tell = (told: Told, act: Act): void => {
    if (!isAudience(told, act.at)) return;
    const notification = { ...toNotification(told, act, ledger), ...toldAtOf(act.at, now) };
    if (isUndone(notification, fates)) return;
    if (standingOf(told, fates) === 'shown') ledger.add(notification);
    else unseen.set(notification._id, notification);
  };
  for (const act of acts) {
    switch (act.does) {
      case 'tell':
        tell(act.told, act);
        break;
      case 'take_back':
        fates.undo(act);
        ledger.remove(idOf(act.told), act);
        if (!isNewer(unseen.get(idOf(act.told)), act.version)) unseen.delete(idOf(act.told));
        break;
      case 'tell_follow': {
        const { follow, request, approval } = storiesOf(act.pair);
        const wasAsked = ledger.has(idOf(request)) || ledger.has(idOf(approval));
        tell(wasAsked ? approval : follow, act);
        if (wasAsked) ledger.remove(idOf(request), { since: null, version: act.version });
      }
    }
  }
  const undone = undoings.map(({ told, version: upTo }) => ({ id: idOf(told), upTo }));
  await write(deps, { ledger, unseen: [...unseen.values()], undone, fates });
}

async function write(
  deps: Deps,
  args: {
    ledger: Ledger;
    unseen: StoredNotification[];
    undone: { id: string; upTo: number }[];
    fates: Fates;
  },
): Promise<void> {
  const { ledger, unseen, undone, fates } = args;
  const { added, removed } = ledger.changes();
  const addedIds = new Set(added.map(({ _id }) => _id));
  // What is told anew of one cause needs its place; all else goes last, so that a next attempt sees what this one saw.
  await removeSeen(
    deps.db,
    removed.filter(({ _id }) => addedIds.has(_id)),
  );
  const inserted = await placeNotifications(deps, {
    told: [...added, ...unseen],
    undone,
    fates,
  });
  await removeSeen(
    deps.db,
    removed.filter(({ _id }) => !addedIds.has(_id)),
  );
  const changed = [...removed, ...inserted];
  for (const id of new Set(changed.map(({ recipientId }) => recipientId))) deps.signals.notify(id);
}

/** What has to be known of before: what may be taken back, and how much whoever acts has done lately. */
async function readKnown(deps: Deps, acts: readonly Act[]): Promise<KnownNotification[]> {
  const tells = acts.flatMap((act) => (act.does === 'take_back' ? [] : act));
  const news = tells.flatMap((act) => newsIn(act).map((told) => ({ told, at: act.at })));
  const byBurst = Map.groupBy(news, ({ told }) => burstKeyOf(told));
  const ids = acts.flatMap((act) => (act.does === 'tell' ? [] : causesIn(act)));
  // Alone, what is there already is found by being added; among others of its burst it must not count twice.
  const repeated = [...byBurst.values()].filter((each) => each.length > 1).flat();
  const earliest = Math.min(...news.map(({ at }) => at.getTime()));
  const [some, recent] = await Promise.all([
    findKnown(deps.db, [...new Set([...ids, ...repeated.map(({ told }) => idOf(told))])]),
    findRecent(deps.db, {
      burstKeys: [...byBurst.keys()],
      since: new Date(earliest - hourMs),
    }),
  ]);
  return [...recent, ...some];
}

/** Whom it may be told to, before it is known what there is. */
function newsIn(act: Act): Told[] {
  switch (act.does) {
    case 'tell':
      return [act.told];
    case 'take_back':
      return [];
    case 'tell_follow': {
      const { follow, approval } = storiesOf(act.pair);
      return [follow, approval];
    }
  }
}

function causesIn(act: Exclude<Act, { does: 'tell' }>): string[] {
  return act.does === 'take_back' ? [idOf(act.told)] : Object.values(storiesOf(act.pair)).map(idOf);
}

function causesOf(told: Told): string[] {
  return [undoingCauseOf({ ...told, _id: idOf(told) }) ?? []].flat();
}

function storiesOf(pair: Pair) {
  return {
    follow: followOf('follow', pair),
    request: followOf('follow_request', pair),
    approval: approvalOf(pair),
  };
}

function toNotification(
  told: Told,
  { at: occurredAt, version }: Pick<Act, 'at' | 'version'>,
  ledger: Ledger,
): StoredNotification {
  const { recipientId, kind, actorId, target, postId, postAuthorId = null, textId } = told;
  const groupKey = groupKeyOf(told, occurredAt, ledger);
  const burstKey = burstKeyOf(told);
  return {
    _id: idOf(told),
    recipientId,
    kind,
    actorId,
    groupKey,
    burstKey,
    target,
    postId,
    postAuthorId,
    textId,
    occurredAt,
    version,
  };
}

/** By target and day; a burst of one member, on whatever targets, by member and hour. */
function groupKeyOf(told: Told, occurredAt: Date, ledger: Ledger): string {
  const { kind, actorId, target } = told;
  const recent = ledger.countSince(burstKeyOf(told), new Date(occurredAt.getTime() - hourMs));
  const at = occurredAt.toISOString();
  return recent >= burstSize
    ? `${kind}:by:${actorId ?? 'moderation'}:${at.slice(0, 13)}`
    : `${kind}:${target.id}:${at.slice(0, 10)}`;
}
