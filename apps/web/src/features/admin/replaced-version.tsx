import type { Report, ReportedSubject } from '@dailyfeed/contract/report';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

/** Says so where a report is about another text than the one that is shown. */
export function ReplacedVersion(props: { report: Report; subject: ReportedSubject }): ReactNode {
  const { report, subject } = props;
  const t = useTranslations('moderation');
  const { version } = report;
  const isReplaced = version > 0 && subject.version !== null && version < subject.version;
  return isReplaced && <> ({t('aboutReplaced', { version })})</>;
}
