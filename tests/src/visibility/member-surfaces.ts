import { limit, opened, type Surface } from './surface.ts';
import { authorName, bioWord, tagName, type World } from './world.ts';

type Look = Surface['look'];

/** What somebody tells of themself: a word in their bio. */
const bio = { ...opened, subject: 'author' } as const;
/** Who somebody is. */
const name = {
  ...opened,
  subject: 'name',
  mark: ({ author }: World): string => author.handle,
} as const;
const tag = { ...opened, subject: 'tag', mark: (world: World): string => world.tag } as const;
/** Those who neither follow the author nor mute them. */
const suggested = { reaches: ['stranger', 'blocked', 'blocker', 'admin'], of: 'reader' } as const;

/** What several are looked for in. */
const readProfile: Look = ({ member }, { author }) =>
  member.profile.byId.query({ memberId: author.memberId });
const listFollowers: Look = ({ member }, { thirdId }) =>
  member.follow.followers.query({ memberId: thirdId, limit });
const readSuggested: Look = ({ member }) => member.recommendation.members.query({ limit: 50 });
/** As all authors' handles begin. */
const findMembers: Look = ({ search }) => search.search.members.query({ query: authorName, limit });

/** Wherever members and tags are named, and what members tell of themselves can be read. */
export const memberSurfaces = {
  profile: { ...bio, look: readProfile },
  'name of a profile': { ...name, look: readProfile },
  'whom the author follows': {
    ...bio,
    look: async ({ member }, { author, word }) => [
      await member.follow.followings.query({ memberId: author.memberId }),
      word,
    ],
  },
  'who follows the author': {
    ...bio,
    look: async ({ member }, { author, word }) => [
      await member.follow.followers.query({ memberId: author.memberId }),
      word,
    ],
  },
  'list of members': { ...name, of: 'reader', look: listFollowers },
  'bio in a list of members': { ...bio, of: 'reader', look: listFollowers },
  'members one mutes': {
    ...name,
    reaches: ['muter'],
    of: 'reader',
    look: ({ member }) => member.mute.list.query({ limit }),
  },
  'whom to follow': { ...name, ...suggested, needs: 'follower', look: readSuggested },
  'bio of whom to follow': { ...bio, ...suggested, needs: 'anonymous', look: readSuggested },
  'search of members': { ...name, of: 'reader', look: findMembers },
  'bio of whom a search finds': { ...bio, of: 'reader', look: findMembers },
  'search of bios': {
    ...name,
    subject: 'author',
    needs: 'anonymous',
    of: 'reader',
    look: ({ search }) => search.search.members.query({ query: bioWord, limit }),
  },
  'completion of a name': {
    ...name,
    look: ({ search }, { author }) => search.search.suggest.query({ prefix: `@${author.handle}` }),
  },
  'completion of a tag': {
    ...tag,
    look: ({ search }, world) => search.search.suggest.query({ prefix: `#${world.tag}` }),
  },
  'search of tags': {
    ...tag,
    of: 'reader',
    look: ({ search }) => search.search.tags.query({ query: tagName, limit }),
  },
} as const satisfies Record<string, Surface>;
