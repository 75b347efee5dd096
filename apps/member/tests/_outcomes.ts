/** Why calls were refused, by code; those that were not are left out. */
export function refusalsOf(outcomes: PromiseSettledResult<unknown>[]): unknown[] {
  return outcomes
    .filter((outcome) => outcome.status === 'rejected')
    .map((outcome) => codeOf(outcome.reason));
}

/** The code of a refused call. */
export function codeOf(error: unknown): unknown {
  return Object(Object(error)['data'])['appCode'];
}
