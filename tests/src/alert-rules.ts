import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { root } from '@dailyfeed/scripts/paths';
import { parser } from '@prometheus-io/lezer-promql';
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

/** The metrics an expression selects, by the grammar that Prometheus itself publishes; throws where it is none. */
function metricsIn(expr: string): string[] {
  const metrics: string[] = [];
  parser.parse(expr).iterate({
    enter: (found) => {
      const { from, to } = found;
      if (found.type.isError) throw new Error(`No PromQL at ${from}: ${expr}`);
      if (found.name === 'Identifier' && found.matchContext(['VectorSelector'])) {
        metrics.push(expr.slice(from, to));
      }
    },
  });
  return metrics;
}
