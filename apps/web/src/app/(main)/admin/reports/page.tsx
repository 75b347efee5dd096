import { ReportList } from '../../../../features/admin/report-list.tsx';

export default function AdminReportsPage() {
  return <ReportList />;
}
