import { expect, test } from 'vitest';

import { countReport } from './count-report.ts';

test('a test file that cannot be loaded counts as a failure, though no test in it ran', () => {
  const report = {
    numPassedTests: 7,
    numFailedTests: 2,
    testResults: [
      { status: 'failed', assertionResults: [{}, {}] },
      { status: 'failed', assertionResults: [] },
      { status: 'passed', assertionResults: [{}] },
    ],
  };
  expect(countReport(JSON.stringify(report))).toEqual({ passed: 7, failed: 3 });
});
