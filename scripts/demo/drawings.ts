import { faces } from './faces.ts';
import { covers, pictures } from './pictures.ts';
import { drawPortrait } from './portraits.ts';
import type { Drawing } from './svg.ts';

/** What each drawing is called; a post by its author and its place among theirs, as in `pictures`. */
export const fileOf = {
  avatar: (handle: string) => `avatar-${handle}.jpg`,
  cover: (handle: string) => `cover-${handle}.jpg`,
  post: (post: string, index: number) => `post-${post.replace('/', '-')}-${index}.jpg`,
};

/** Every picture of the demo world. */
export function listDrawings(): { file: string; draw: () => Drawing }[] {
  return [
    ...Object.entries(faces).map(([handle, face]) => ({
      file: fileOf.avatar(handle),
      draw: () => drawPortrait(face),
    })),
    ...Object.entries(covers).map(([handle, draw]) => ({ file: fileOf.cover(handle), draw })),
    ...Object.entries(pictures).flatMap(([post, list]) =>
      list.map(({ draw }, index) => ({ file: fileOf.post(post, index), draw })),
    ),
  ];
}
