/** Redis channel on which services tell a member's open pages that there is something to fetch, and what. */
export function signalChannelOf(memberId: string): string {
  return `signal:${memberId}`;
}
