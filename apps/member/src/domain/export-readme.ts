import type { Language } from '@dailyfeed/contract/member';

import type { ExportFileName } from './export-files.ts';

type Text = {
  title(handle: string): string;
  at: string;
  form: string;
  pictures: string;
  missing: string;
  files: Record<ExportFileName, string>;
};

const texts: Record<Language, Text> = {
  en: {
    title: (handle) => `Everything of @${handle} on dailyfeed`,
    at: 'As of',
    form: 'Each file is JSON. All but account.json are lists, the earliest entry first. Times are UTC. People are named by id, handle and display name; what others wrote is not in here. Passwords and keys are not either: nobody can read them.',
    missing: 'only if some were gone when their turn came: which',
    pictures: 'the pictures you uploaded, as you uploaded them',
    files: {
      account: 'your account: profile, e-mail address, settings',
      sessions: 'where you are and were logged in: device, address, times',
      'former-handles': 'handles you have given up and that still lead to you',
      'linked-accounts': 'accounts elsewhere by which you log in',
      followings: 'whom you follow, and since when',
      followers: 'who follows you, and since when',
      'follow-requests-sent': 'whom you have asked to follow',
      'follow-requests-received': 'who has asked to follow you',
      blocks: 'whom you have blocked',
      mutes: 'whom you have muted, and until when',
      'dismissed-recommendations': 'whom you did not want recommended',
      posts: 'your posts; deleted ones for as long as they are kept',
      'post-versions': 'the earlier texts of your posts',
      comments: 'your comments',
      likes: 'the posts you like',
      'comment-likes': 'the comments you like',
      bookmarks: 'the posts you keep',
      drafts: 'what you have begun to write',
      activities: 'what you did, as your activity page shows it',
      notifications: 'what you were told that others did',
      'notification-settings': 'what you want to be told, and what you have read',
      'notification-wishes': 'posts you do not want to hear of, and people whose posts you do',
      'recent-searches': 'what you have lately searched for',
      images: 'what you uploaded, and which post has it; the pictures are in the folder images',
    },
  },
  ko: {
    title: (handle) => `dailyfeed에 있는 @${handle} 님의 모든 것`,
    at: '기준 시각',
    form: '모든 파일은 JSON이에요. account.json을 뺀 나머지는 오래된 것부터 적은 목록이에요. 시각은 UTC예요. 사람은 아이디, 핸들, 표시 이름으로 적었고, 다른 사람이 쓴 글은 들어 있지 않아요. 비밀번호와 키도 들어 있지 않아요. 아무도 읽을 수 없게 보관하기 때문이에요.',
    missing: '순서가 왔을 때 이미 사라진 사진이 있을 때만: 그 목록',
    pictures: '내가 올린 사진, 올린 그대로',
    files: {
      account: '계정: 프로필, 이메일 주소, 설정',
      sessions: '로그인한 곳: 기기, 주소, 시각',
      'former-handles': '예전에 쓰던 핸들 중 아직 나에게 이어지는 것',
      'linked-accounts': '로그인에 쓰는 다른 곳의 계정',
      followings: '내가 팔로우하는 사람과 시작한 때',
      followers: '나를 팔로우하는 사람과 시작한 때',
      'follow-requests-sent': '내가 팔로우를 요청한 사람',
      'follow-requests-received': '나에게 팔로우를 요청한 사람',
      blocks: '내가 차단한 사람',
      mutes: '내가 숨긴 사람과 끝나는 때',
      'dismissed-recommendations': '추천받고 싶지 않다고 한 사람',
      posts: '내 글. 지운 글도 보관하는 동안은 들어 있어요',
      'post-versions': '내 글의 고치기 전 내용',
      comments: '내 댓글',
      likes: '내가 좋아한 글',
      'comment-likes': '내가 좋아한 댓글',
      bookmarks: '내가 저장한 글',
      drafts: '쓰다 만 글',
      activities: '내 활동 페이지에 보이는 기록',
      notifications: '다른 사람의 활동을 알려 드린 알림',
      'notification-settings': '어떤 알림을 받을지, 어디까지 읽었는지',
      'notification-wishes': '알림을 끈 글과 새 글 알림을 켠 사람',
      'recent-searches': '최근에 검색한 말',
      images: '내가 올린 사진과 그 사진이 든 글. 사진은 images 폴더에 있어요',
    },
  },
};

/** What an export's files are, in the member's language. */
export function exportReadme(
  account: { handle: string; language: Language },
  args: { files: { name: ExportFileName; itemCount: number }[]; at: Date },
): string {
  const text = texts[account.language];
  const lines = args.files.map(
    ({ name, itemCount }) => `${name}.json (${itemCount}): ${text.files[name]}`,
  );
  lines.push(`images/: ${text.pictures}`, `images-missing.json: ${text.missing}`);
  const head = [text.title(account.handle), `${text.at} ${args.at.toISOString()}`];
  // Some editors of Windows tell UTF-8 by this mark only.
  return `\uFEFF${[...head, '', text.form, '', ...lines, ''].join('\r\n')}`;
}
