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

/** What an expression selects: a metric, and the values that it wants labels to have. */
export type Selector = { metric: string; labels: Record<string, string> };

/** Each rule of `k8s/observability/alerts.yaml` with what it selects, and the words of its page. */
export async function readAlertRules(): Promise<
  { alert: string; selectors: Selector[]; page: string }[]
> {
  const read = (path: string): Promise<string> => readFile(join(root, path), 'utf8');
  const { groups } = Rules.parse(parse(await read('k8s/observability/alerts.yaml')));
  return Promise.all(
    groups
      .flatMap((group) => group.rules)
      .map(async ({ alert, expr, annotations }) => ({
        alert,
        selectors: selectorsIn(expr),
        page: await read(annotations.runbook),
      })),
  );
}

/** By the grammar that Prometheus itself publishes; throws where it is none, or a label is matched but by `=`. */
function selectorsIn(expr: string): Selector[] {
  const selectors: Selector[] = [];
  let label = '';
  parser.parse(expr).iterate({
    enter: (found) => {
      const text = expr.slice(found.from, found.to);
      if (found.type.isError) throw new Error(`No PromQL at ${found.from}: ${expr}`);
      const isMatcher = found.matchContext(['UnquotedLabelMatcher']);
      if (found.name === 'Identifier' && found.matchContext(['VectorSelector'])) {
        selectors.push({ metric: text, labels: {} });
      } else if (isMatcher && found.name === 'LabelName') {
        label = text;
      } else if (isMatcher && found.name === 'MatchOp' && text !== '=') {
        throw new Error(`What ${text} selects nobody checks: ${expr}`);
      } else if (isMatcher && found.name === 'StringLiteral') {
        Object.assign(selectors.at(-1)?.labels ?? {}, { [label]: text.slice(1, -1) });
      }
    },
  });
  return selectors;
}
