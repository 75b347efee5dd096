import { createHmac, timingSafeEqual } from 'node:crypto';

import type { PassportKeys } from './passport.ts';

/** An address is good for an hour at most … */
const lifeSeconds = 3600;
/** … and the same for half of it, so that a browser keeps what it has loaded. */
const stepSeconds = 1800;

/** Gives out, and judges, what opens images that are not public. */
export type ImageTokens = {
  /** Opens the image `id` for half an hour or longer, an hour at most. */
  sign(id: string): string;
  /** Seconds until `token` closes; undefined when it does not open this image, or no longer. */
  verify(id: string, token: string): number | undefined;
};

/** `keys` as a setting gives them, `kid:base64url[,…]`: the first signs, all verify. */
export function createImageTokens(args: { keys: PassportKeys; now(): Date }): ImageTokens {
  const [first] = args.keys;
  const nowSeconds = (): number => Math.floor(args.now().getTime() / 1000);
  const signatureOf = (key: PassportKeys[number], id: string, expires: string): Buffer =>
    createHmac('sha256', key.secret).update(`image ${id} ${expires}`).digest();
  return {
    sign: (id) => {
      const end = Math.floor((nowSeconds() + lifeSeconds) / stepSeconds) * stepSeconds;
      const expires = end.toString(36);
      return `${expires}.${first.kid}.${signatureOf(first, id, expires).toString('base64url')}`;
    },
    verify: (id, token) => {
      const [expires = '', kid, signature = ''] = token.split('.');
      const left = Number.parseInt(expires, 36) - nowSeconds();
      const key = args.keys.find((each) => each.kid === kid);
      if (key === undefined || !(left > 0 && left <= lifeSeconds)) return undefined;
      const given = Buffer.from(signature, 'base64url');
      const right = signatureOf(key, id, expires);
      return given.length === right.length && timingSafeEqual(given, right) ? left : undefined;
    },
  };
}
