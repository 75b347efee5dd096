import { test } from 'vitest';

import { runInterleavings } from './_run.ts';

// oxlint-disable-next-line vitest/expect-expect -- expects at every step, in _run.ts
test(
  'in 500 interleavings no session has two live successors, nobody is logged out wrongly, and what is revoked stays so',
  () => runInterleavings(500),
  300_000,
);
