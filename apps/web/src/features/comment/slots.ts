/** Where a text is kept that answers a post or a comment; `mention`: whom of those beside it, on the last level. */
export function commentSlot(args: {
  memberId: string;
  parentId: string;
  mention: string | null;
}): string {
  return ['comment', args.memberId, args.parentId, args.mention].filter(Boolean).join(':');
}

export function commentEditSlot(id: string): string {
  return `edit-comment:${id}`;
}
