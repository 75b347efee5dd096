import 'server-only';
import { cookies } from 'next/headers';

/** Whether the browser says that it holds a session. A hint only: it proves nothing and opens nothing. */
export async function isLikelyMember(): Promise<boolean> {
  return (await cookies()).has('signed-in');
}
