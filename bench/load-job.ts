import * as z from 'zod';

/** What a process that makes load is told to do. */
export const LoadJob = z.object({
  origin: z.string(),
  /** One after the other, and again from the first. */
  requests: z.array(
    z.object({
      path: z.string(),
      headers: z.record(z.string(), z.string()),
      /** Sent as a POST; `{uuid}` in it is another id each time. */
      body: z.string().optional(),
    }),
  ),
  /** `perSecond`: that many are begun each second, whatever becomes of those before; `atOnce`: as fast as that many can. */
  pace: z.union([z.object({ perSecond: z.number() }), z.object({ atOnce: z.number() })]),
  /** Ends after the first of these; `count` are begun at most. */
  seconds: z.number(),
  count: z.number().optional(),
});
export type LoadJob = z.infer<typeof LoadJob>;

/** What came of it. */
export const LoadResult = z.object({
  /** Answered 2xx or 304. */
  answered: z.number(),
  /** By status, or by the error's code. */
  failed: z.record(z.string(), z.number()),
  seconds: z.number(),
  p50: z.number(),
  p95: z.number(),
  p99: z.number(),
  /** Of the process that made the load. */
  cpuSeconds: z.number(),
});
export type LoadResult = z.infer<typeof LoadResult>;
