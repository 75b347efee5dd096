import { type Proxy, startProxy } from './proxy.ts';

/** A way to a store on which is counted what the store is asked to do. */
export type CountedStore = Proxy & {
  /** How often it is asked during `work`, by whoever comes this way. */
  countOf: (work: () => Promise<unknown>) => Promise<number>;
};

/** To the PostgreSQL database at `target`: each statement that it is asked to run counts. */
export function startCountedPostgres(target: string): Promise<CountedStore> {
  return startCounted(target, tapPostgres);
}

/** To the MongoDB at `target`: each command counts, but for those by which a driver looks whether it is there. */
export function startCountedMongo(target: string): Promise<CountedStore> {
  return startCounted(target, tapMongo);
}

type Tap = (onAsked: () => void) => (chunk: Buffer) => void;

async function startCounted(target: string, tap: Tap): Promise<CountedStore> {
  let asked = 0;
  const proxy = await startProxy(target, () => tap(() => (asked += 1)));
  return {
    ...proxy,
    countOf: async (work) => {
      const before = asked;
      await work();
      return asked - before;
    },
  };
}

/** `Q` and `E` messages after the start-up message, whose length has no letter in front. */
function tapPostgres(onAsked: () => void): (chunk: Buffer) => void {
  let hasStarted = false;
  return splitMessages({
    sizeOf: (bytes) => {
      const header = hasStarted ? 1 : 0;
      return bytes.length < header + 4 ? undefined : header + bytes.readUInt32BE(header);
    },
    onMessage: (message) => {
      if (hasStarted && 'QE'.includes(String.fromCharCode(message[0] ?? 0))) onAsked();
      hasStarted = true;
    },
  });
}

const opMsg = 2013;
/** Behind the header, the flags, the kind of the section, the document's length and the type of its first field. */
const commandNameAt = 16 + 4 + 1 + 4 + 1;
const driversOwn: ReadonlySet<string> = new Set(['hello', 'ismaster', 'ping', 'endSessions']);

/** The first field of an `OP_MSG` names its command. */
function tapMongo(onAsked: () => void): (chunk: Buffer) => void {
  return splitMessages({
    sizeOf: (bytes) => (bytes.length < 4 ? undefined : bytes.readUInt32LE(0)),
    onMessage: (message) => {
      if (message.readUInt32LE(12) !== opMsg) return;
      const name = message.toString('latin1', commandNameAt, message.indexOf(0, commandNameAt));
      if (!driversOwn.has(name)) onAsked();
    },
  });
}

/** Puts the chunks of one connection together to messages, whose size `sizeOf` reads once enough of one is there. */
function splitMessages(protocol: {
  sizeOf(bytes: Buffer): number | undefined;
  onMessage(message: Buffer): void;
}): (chunk: Buffer) => void {
  let rest = Buffer.alloc(0);
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    for (;;) {
      const size = protocol.sizeOf(rest);
      if (size === undefined || rest.length < size) return;
      protocol.onMessage(rest.subarray(0, size));
      rest = rest.subarray(size);
    }
  };
}
