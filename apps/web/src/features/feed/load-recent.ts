import 'server-only';
import type { PostPage } from '@dailyfeed/contract/post';

import { getServerApi } from '../../lib/server-api.ts';
import { isLikelyMember } from '../../lib/server-reader.ts';
import { pageSize } from './feed-options.ts';

/** The recent feed as a visitor sees it; undefined for a member, or when it cannot be had: the browser asks itself. */
export async function loadRecent(): Promise<PostPage | undefined> {
  if (await isLikelyMember()) return undefined;
  try {
    const api = await getServerApi();
    return await api.timeline.feed.recent.query({ limit: pageSize });
  } catch {
    return undefined;
  }
}
