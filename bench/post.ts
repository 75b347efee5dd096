import { runLoad, toCosts, toFigures } from './load.ts';
import { readOptions } from './options.ts';
import { logInAll } from './readers.ts';
import { report } from './report.ts';
import { startBenchSite } from './site.ts';
import { readerNumbers } from './world/size.ts';

/*
 * Writing a post through the gateway, until it is acknowledged: the post, its idempotency record and its event are
 * committed by then. At a given pace, and as many as go.
 */

const { members, perSecond, seconds, profile } = readOptions({ perSecond: 100, seconds: 20 });
/** So that the limit of what one member may write is not what is measured. */
const unlimited = { content: { POSTS_PER_HOUR: '1000000' } };
await using site = await startBenchSite({ members, profile, env: unlimited });

const body = JSON.stringify({
  text: '망원 한강공원까지 걸었다. 강바람이 목덜미로 들어오는 걸 보니 첫눈이 머지않았다. #산책',
  idempotencyKey: '{uuid}',
});
const writers = await logInAll(site, readerNumbers(1));
const requests = writers.map(({ headers }) => ({
  path: '/api/content/post.create',
  headers: { ...headers, 'content-type': 'application/json' },
  body,
}));

const paced = await runLoad(site, { requests, pace: { perSecond }, seconds });
const most = await runLoad(site, { requests, pace: { atOnce: 16 }, seconds });
await report(`post-${members}`, {
  ...toFigures(`post, at ${perSecond}/s`, paced),
  'post, 16 writers at once, posts/s': most.answered / most.seconds,
  ...toFigures('post, 16 writers at once', most),
  ...toCosts('post, 16 writers at once', most),
});
