import { defineConfig } from 'vite';

const dailyfeed = process.env['DAILYFEED_URL'] ?? 'http://localhost:8080';

// The refresh cookie belongs to the page's own origin, so the page's server hands `/api` on, as dailyfeed's own page.
export default defineConfig({
  server: { proxy: { '/api': { target: dailyfeed, headers: { origin: dailyfeed } } } },
});
