import type { MetadataRoute } from 'next';

import { routes } from '../lib/routes.ts';

export default function robots(): MetadataRoute.Robots {
  return {
    rules: {
      userAgent: '*',
      allow: '/',
      disallow: ['/api/', routes.logIn(), routes.signUp(), routes.activity(), '/settings/'],
    },
  };
}
