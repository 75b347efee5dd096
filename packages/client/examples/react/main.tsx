import { QueryClientProvider } from '@tanstack/react-query';
import { createRoot } from 'react-dom/client';

import { dailyfeed, queryClient, TRPCProvider } from './api.ts';
import { App } from './app.tsx';

const root = document.getElementById('root');
if (root)
  createRoot(root).render(
    <QueryClientProvider client={queryClient}>
      <TRPCProvider trpcClient={dailyfeed.api} queryClient={queryClient}>
        <App />
      </TRPCProvider>
    </QueryClientProvider>,
  );

// Who was here before is back without a log-in; a failure leaves a visitor, and the next operation asks again.
dailyfeed.session.start().catch(() => undefined);
