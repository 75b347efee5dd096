import type { CommentThread as InternalThread } from '@dailyfeed/contract/comment';
import type { internalProcedures } from '@dailyfeed/contract/internal';
import type {
  TRPCBuiltRouter,
  TRPCMutationProcedure,
  TRPCQueryProcedure,
  TRPCSubscriptionProcedure,
} from '@trpc/server';

import type { AppRouter as InternalRouter } from '../src/app-router.ts';

// The declaration that the compiler emits for this file is the router's type as developers get it: every input and
// output written out, nothing of the services' own types. A type declared inside a function has no name outside of
// it, so the compiler must write what it stands for.

/** For services only: `member.follow.ids`, or `member.import` for all that begins so. */
type Internal = {
  [Service in keyof Lists]: WithoutStar<`${Service}.${Lists[Service][number]}`>;
}[keyof Lists];
type Lists = typeof internalProcedures;
type WithoutStar<Path extends string> = Path extends `${infer Parent}.*` ? Parent : Path;

type InternalTypes = InternalRouter['_def']['_config']['$types'];

function writeOut() {
  type Written<T> = T extends InternalThread
    ? CommentThread
    : T extends object
      ? { [K in keyof T]: Written<T[K]> }
      : T;
  type Definition<I, O> = { input: Written<I>; output: Written<O>; meta: object };
  type Procedure<T> = T extends {
    _def: { type: infer K; $types: { input: infer I; output: infer O } };
  }
    ? K extends 'query'
      ? TRPCQueryProcedure<Definition<I, O>>
      : K extends 'mutation'
        ? TRPCMutationProcedure<Definition<I, O>>
        : TRPCSubscriptionProcedure<{
            input: Written<I>;
            output: O extends AsyncIterable<infer Event> ? AsyncIterable<Written<Event>> : never;
            meta: object;
          }>
    : never;
  type Procedures<T, Parent extends string = ''> = {
    [K in keyof T & string as `${Parent}${K}` extends Internal ? never : K]: T[K] extends {
      _def: object;
    }
      ? Procedure<T[K]>
      : Procedures<T[K], `${Parent}${K}.`>;
  };
  return undefined as unknown as {
    // only its type is of use
    procedures: Procedures<InternalRouter['_def']['record']>;
    errorShape: Written<InternalTypes['errorShape']>;
    thread: Written<Omit<InternalThread, 'replies'>>;
  };
}

export const written = writeOut();

/** Holds others of its kind, so it cannot be written out without a name. */
export type CommentThread = (typeof written)['thread'] & { replies: CommentThread[] };

export type AppRouter = TRPCBuiltRouter<
  {
    ctx: object;
    meta: object;
    errorShape: (typeof written)['errorShape'];
    transformer: false;
  },
  (typeof written)['procedures']
>;
