import { getEnv } from '../../lib/env.ts';

export const dynamic = 'force-dynamic';

/** Ready as soon as its settings are good: a gateway that is away shows as an error on the page, not as a dead site. */
export function GET(): Response {
  getEnv();
  return Response.json({ status: 'ok' });
}
