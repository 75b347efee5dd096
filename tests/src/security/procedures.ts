import { activityRouter } from '@dailyfeed/activity/testing';
import type { AppRouter } from '@dailyfeed/client';
import { contentRouter } from '@dailyfeed/content/testing';
import { imageServiceRouter } from '@dailyfeed/image/testing';
import { memberRouter } from '@dailyfeed/member/testing';
import { searchServiceRouter } from '@dailyfeed/search/testing';
import type { ProcedureMeta } from '@dailyfeed/service-kit/trpc';
import { timelineRouter } from '@dailyfeed/timeline/testing';
import * as z from 'zod';

export type Service = 'member' | 'content' | 'timeline' | 'activity' | 'image' | 'search';

type PathOf<R> = {
  [K in keyof R & string]: R[K] extends { _def: { procedure: true } } ? K : `${K}.${PathOf<R[K]>}`;
}[keyof R & string];

/** Every procedure there is, by its service and name: `member.auth.logIn`. */
export type ProcedurePath = PathOf<AppRouter['_def']['record']>;

export type Procedure = {
  service: Service;
  /** As the service knows it: `auth.logIn`. */
  name: string;
  path: ProcedurePath;
  type: 'query' | 'mutation' | 'subscription';
  access: ProcedureMeta['access'];
  /** Undefined where nothing is taken. */
  input: z.ZodType | undefined;
};

/** What tRPC keeps of a procedure. */
const Definition = z.object({
  type: z.enum(['query', 'mutation', 'subscription']),
  meta: z.object({ access: z.enum(['public', 'member', 'admin', 'internal']) }),
  inputs: z.array(z.instanceof(z.ZodType)),
});

/** All procedures of all services: what is added later is walked too. */
export const procedures: readonly Procedure[] = Object.entries({
  member: memberRouter,
  content: contentRouter,
  timeline: timelineRouter,
  activity: activityRouter,
  image: imageServiceRouter,
  search: searchServiceRouter,
}).flatMap(([service, router]) =>
  Object.entries(router._def.procedures).map(([name, procedure]) => {
    const { type, meta, inputs } = Definition.parse(Object(procedure)['_def']);
    return {
      service: service as Service, // a key of the object above
      name,
      path: `${service}.${name}` as ProcedurePath, // the same walk as the type's
      type,
      access: meta.access,
      input: inputs[0],
    };
  }),
);

/** Those that anyone outside can reach, and those that nobody can. */
export const reachable = procedures.filter(({ access }) => access !== 'internal');
export const internal = procedures.filter(({ access }) => access === 'internal');

/** The shape of an input as JSON Schema: what a caller may send. */
export function schemaOf(input: z.ZodType): JsonSchema {
  return z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' }) as JsonSchema; // the part of it we read
}

export type JsonSchema = {
  type?: string;
  format?: string;
  pattern?: string;
  const?: unknown;
  enum?: unknown[];
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  allOf?: JsonSchema[];
  properties?: Record<string, JsonSchema>;
  required?: string[];
  additionalProperties?: boolean | JsonSchema;
  items?: JsonSchema;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  maxItems?: number;
};

/** A schema and all schemas within it. */
export function partsOf(schema: JsonSchema): JsonSchema[] {
  const { anyOf = [], oneOf = [], allOf = [], properties = {}, items } = schema;
  const inner = [
    ...anyOf,
    ...oneOf,
    ...allOf,
    ...Object.values(properties),
    ...(items ? [items] : []),
  ];
  return [schema, ...inner.flatMap(partsOf)];
}
