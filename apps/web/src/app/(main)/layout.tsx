import type { ReactNode } from 'react';

import { Shell } from '../../features/shell/shell.tsx';
import { ViewMemoryProvider } from '../../lib/view-memory.tsx';

export default function MainLayout({ children }: { children: ReactNode }) {
  return (
    <ViewMemoryProvider>
      <Shell>{children}</Shell>
    </ViewMemoryProvider>
  );
}
