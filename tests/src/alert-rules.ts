import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { root } from '@dailyfeed/scripts/paths';
import { parse } from 'yaml';
import * as z from 'zod';

const Rule = z.strictObject({
  alert: z.string(),
  expr: z.string(),
  for: z.string(),
  labels: z.strictObject({ severity: z.enum(['page', 'ticket']) }),
  annotations: z.strictObject({ summary: z.string(), runbook: z.string() }),
});
const Rules = z.strictObject({
  groups: z.array(z.strictObject({ name: z.string(), rules: z.array(Rule) })),
});

/** Each rule of `k8s/observability/alerts.yaml` with the metrics it names, and the words of its page. */
export async function readAlertRules(): Promise<
  { alert: string; metrics: string[]; page: string }[]
> {
  const read = (path: string): Promise<string> => readFile(join(root, path), 'utf8');
  const { groups } = Rules.parse(parse(await read('k8s/observability/alerts.yaml')));
  return Promise.all(
    groups
      .flatMap((group) => group.rules)
      .map(async ({ alert, expr, annotations }) => ({
        alert,
        metrics: metricsIn(expr),
        page: await read(annotations.runbook),
      })),
  );
}

/** What is left of an expression without selectors, ranges, groupings, functions and operators. */
function metricsIn(expr: string): string[] {
  const bare = expr.replaceAll(
    /\{[^}]*\}|\[[^\]]*\]|\b(?:by|without|on|ignoring)\s*\([^)]*\)/g,
    ' ',
  );
  const words = bare.match(/\b[a-z_:][a-z0-9_:]*\b(?!\s*\()/g) ?? [];
  return words.filter((word) => !['and', 'or', 'unless'].includes(word));
}
