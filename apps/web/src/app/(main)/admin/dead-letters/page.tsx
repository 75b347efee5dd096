import { DeadLetterList } from '../../../../features/admin/dead-letter-list.tsx';

export default function AdminDeadLettersPage() {
  return <DeadLetterList />;
}
