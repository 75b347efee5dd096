import type { ReportReason } from '@dailyfeed/contract/report';

/** What is begun and not posted yet, by handle. */
export const drafts: Record<string, string> = {
  jiyun:
    '교정을 보다가 알게 된 것.\n\n좋은 문장은 소리 내어 읽어도 숨이 차지 않는다. 그렇다면 나쁜 문장은',
  mina: 'Three things I would tell myself before the first search index:\n\n1. Measure before.\n2. Measure after.\n3.',
};

/** What members would have admins look at: whose post, and which of theirs in `posts`. */
export const reports: readonly {
  from: string;
  of: string;
  index: number;
  reason: ReportReason;
  note: string;
}[] = [
  {
    from: 'doyun',
    of: 'sora',
    index: 4,
    reason: 'SPAM',
    note: '귤 광고 같아요. 저도 사고 싶긴 해요.',
  },
  {
    from: 'jonas',
    of: 'aisha',
    index: 0,
    reason: 'OTHER',
    note: 'It was the power cut, not the council.',
  },
];
