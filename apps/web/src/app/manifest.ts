import type { MetadataRoute } from 'next';

import { routes } from '../lib/routes.ts';

export default function manifest(): MetadataRoute.Manifest {
  return {
    name: 'dailyfeed',
    short_name: 'dailyfeed',
    id: routes.home(),
    start_url: routes.home(),
    display: 'standalone',
    background_color: '#fbfaf8',
    theme_color: '#fbfaf8',
    icons: [
      { src: '/icon.svg', sizes: 'any', type: 'image/svg+xml' },
      { src: '/icon-192.png', sizes: '192x192', type: 'image/png' },
      { src: '/icon-512.png', sizes: '512x512', type: 'image/png' },
      { src: '/icon-maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
    ],
  };
}
