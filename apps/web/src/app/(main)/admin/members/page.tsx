import { MemberList } from '../../../../features/admin/member-list.tsx';

export default function AdminMembersPage() {
  return <MemberList />;
}
