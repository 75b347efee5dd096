import { eventSurfaces } from './event-surfaces.ts';
import { memberSurfaces } from './member-surfaces.ts';
import type { Surface } from './surface.ts';
import { type Access, accessOf, type ActorName, type State } from './table.ts';
import { textSurfaces } from './text-surfaces.ts';

/** Wherever it could show what somebody wrote, tells of themself, or did. */
export const surfaces = { ...textSurfaces, ...memberSurfaces, ...eventSurfaces };
export type SurfaceName = keyof typeof surfaces;
export const surfaceNames = Object.keys(surfaces) as SurfaceName[]; // the keys of the literals above

/** Whether the tables let an actor see there what is an author's of this state. */
export function isShown(state: State, actor: ActorName, name: SurfaceName): boolean {
  const surface: Surface = surfaces[name];
  if (!surface.reaches.includes(actor)) return false;
  if (surface.isRanking && state === 'a post that moderation hid') return false;
  if (surface.needs && accessOf(state, surface.needs, 'author') === 'none') return false;
  if (state === 'a private author' && isMadeByOthers(name)) return false;
  const access: Access = accessOf(state, actor, surface.subject);
  return access === 'all' || (access === 'asked' && surface.place === 'opened');
}

/** By who read the post, which of a private author nobody could. */
function isMadeByOthers(name: SurfaceName): boolean {
  return name === 'what somebody answered' || name === 'reports that wait or were decided';
}
