/**
 * Procedures for services only, by the service that has them; `import.*` stands for all that begins so. The gateway
 * does not route them, and the published client does not know them.
 */
export const internalProcedures = {
  member: [
    'import.*',
    'profile.summaries',
    'profile.listItems',
    'profile.indexPage',
    'profile.indexByIds',
    'profile.readableIds',
    'profile.relationships',
    'profile.byHandles',
    'profile.imageHolders',
    'follow.ids',
    'block.hiddenIds',
  ],
  content: [
    'import.*',
    'export.*',
    'post.byIds',
    'post.imageHolders',
    'post.indexPage',
    'comment.indexPage',
    'moderation.screen',
  ],
  timeline: ['post.visibleByIds', 'comment.visibleByIds'],
  activity: ['export.*'],
  image: ['image.claim', 'image.release', 'export.*'],
  search: ['export.*'],
} as const;
