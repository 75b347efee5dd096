import { ActionList } from '../../../../features/admin/action-list.tsx';

export default function AdminLogPage() {
  return <ActionList />;
}
