/** What belongs to Ann, and to nobody else. */
export type Things = {
  memberId: string;
  sessionId: string;
  requesterId: string;
  blockedId: string;
  mutedId: string;
  postId: string;
  commentId: string;
  activityId: string;
  draftId: string;
  imageId: string;
  cursors: {
    requests: string;
    blocks: string;
    mutes: string;
    activities: string;
    drafts: string;
  };
};

export type Line =
  /** For services only: internal.test.ts. */
  | 'internal'
  /** Takes no id and no cursor: it is about the caller. */
  | 'names nobody'
  | {
      /** Called by Mallory with what is Ann's … */
      input: (ann: Things) => object;
      /** … it is refused, with this code or as not found or forbidden; or touches only what is Mallory's. */
      outcome: 'refused' | 'CURSOR_INVALID' | 'LINK_INVALID' | 'touches only what is hers';
    };
