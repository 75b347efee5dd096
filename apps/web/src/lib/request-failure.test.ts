import { expect, test } from 'vitest';

import { requestFailureOf } from './request-failure.ts';

test('a failed request is told with its causes, and without addresses, cookies or answers', () => {
  const cause = Object.assign(new Error('connect ECONNREFUSED'), { answer: 'secret-1' });
  const error = Object.assign(new TypeError('fetch failed', { cause }), { meta: 'secret-2' });
  const failure = requestFailureOf(
    error,
    {
      path: '/verify?token=secret-3',
      method: 'GET',
      headers: { cookie: 'refresh=secret-4', 'x-request-id': 'r1' },
    },
    {
      routerKind: 'App Router',
      routePath: '/verify',
      routeType: 'render',
      revalidateReason: undefined,
    },
  );
  expect(failure).toMatchObject({
    method: 'GET',
    route: '/verify',
    requestId: 'r1',
    error: {
      type: 'TypeError',
      message: 'fetch failed',
      cause: { message: 'connect ECONNREFUSED' },
    },
  });
  expect(JSON.stringify(failure)).not.toContain('secret');
});
