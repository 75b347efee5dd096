import { StreamMessage } from '@dailyfeed/contract/stream';

/** An open stream, as a reader gets it: messages one by one, with their ids. */
export type OpenStream = {
  /** The next message; rejects when the stream ends first. */
  next(): Promise<{ id: string; message: StreamMessage }>;
} & Disposable;

/** What a stream ends with when it cannot go on; tRPC answers 200 before it asks the procedure. */
export class RefusedError extends Error {
  readonly appCode: unknown;

  constructor(data: string) {
    super('the stream was refused');
    this.appCode = Object(Object(JSON.parse(data))['data'])['appCode'];
  }
}

/** Opens `stream.member` at `url` with the given headers, after `lastEventId` where there is one. */
export async function openStream(
  url: string,
  options: { headers: Record<string, string>; lastEventId?: string },
): Promise<OpenStream> {
  const left = new AbortController();
  const input = options.lastEventId === undefined ? {} : { lastEventId: options.lastEventId };
  const answer = await fetch(
    `${url}/trpc/stream.member?input=${encodeURIComponent(JSON.stringify(input))}`,
    { headers: { accept: 'text/event-stream', ...options.headers }, signal: left.signal },
  );
  const messages = messagesIn(answer);
  return {
    next: async () => {
      const { value, done } = await messages.next();
      if (done) throw new Error('the stream has ended');
      return value;
    },
    [Symbol.dispose]: () => left.abort(),
  };
}

/** The same, once it has told how things are and hears of what changes. */
export async function openListening(
  ...request: Parameters<typeof openStream>
): Promise<OpenStream> {
  const stream = await openStream(...request);
  await stream.next();
  const { message } = await stream.next();
  if (message.type !== 'feed') throw new Error(`not told of posts, but ${message.type}`);
  return stream;
}

/** Events are blocks of `field: value` lines; those with a name of their own are tRPC's. */
async function* messagesIn(
  answer: Response,
): AsyncGenerator<{ id: string; message: StreamMessage }> {
  let text = '';
  const decoder = new TextDecoderStream();
  if (!answer.body) return;
  for await (const chunk of answer.body.pipeThrough(decoder)) {
    text += chunk;
    const blocks = text.split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) {
      const fields = new Map(
        block.split('\n').map((line) => {
          const [name = '', ...rest] = line.split(': ');
          return [name, rest.join(': ')];
        }),
      );
      const id = fields.get('id');
      if (fields.get('event') === 'serialized-error') {
        throw new RefusedError(fields.get('data') ?? 'null');
      }
      if (fields.has('event') || id === undefined) continue;
      yield { id, message: StreamMessage.parse(JSON.parse(fields.get('data') ?? 'null')) };
    }
  }
}
