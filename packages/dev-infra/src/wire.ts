import { connect } from 'node:net';

/**
 * One request and the first bytes of its answer, without a client library: enough to know that a server serves.
 * Rejects when the port is closed, the peer hangs up, or nothing comes within `timeoutMs`.
 */
export function exchange(port: number, request: Buffer, timeoutMs = 2_000): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.setTimeout(timeoutMs, () => socket.destroy(new Error('no answer in time')));
    socket.once('connect', () => socket.write(request));
    socket.once('data', (answer) => {
      resolve(answer);
      socket.destroy();
    });
    socket.once('error', reject);
    socket.once('close', () => reject(new Error('closed without an answer')));
  });
}

/**
 * Whether a PostgreSQL takes clients. A client without a password is asked for one (`R`) by a server that is open, and
 * told off (`E`) by one that is still starting.
 */
export async function isPostgresReady(port: number): Promise<boolean> {
  const protocol = 0x0003_0000;
  const parameters = Buffer.from('user\0postgres\0database\0postgres\0\0');
  const request = Buffer.alloc(8);
  request.writeInt32BE(request.length + parameters.length, 0);
  request.writeInt32BE(protocol, 4);
  const answer = await exchange(port, Buffer.concat([request, parameters]));
  return answer.toString('latin1', 0, 1) === 'R';
}

/** Whether a Redis answers PING; one that is still loading its data answers `-LOADING`. */
export async function isRedisReady(port: number): Promise<boolean> {
  const answer = await exchange(port, Buffer.from('PING\r\n'));
  return answer.toString().startsWith('+PONG');
}

/** Whether a Kafka broker answers ApiVersions. It opens its port to clients only once it may serve them. */
export async function isKafkaReady(port: number): Promise<boolean> {
  const correlationId = 7;
  const request = Buffer.alloc(14);
  request.writeInt32BE(10, 0);
  request.writeInt16BE(18, 4); // ApiVersions, version 0 follows
  request.writeInt32BE(correlationId, 8);
  request.writeInt16BE(-1, 12); // no client id
  const answer = await exchange(port, request);
  return (
    answer.length >= 10 && answer.readInt32BE(4) === correlationId && answer.readInt16BE(8) === 0
  );
}

/** Whether a MongoDB server answers `ping`; FerretDB asks its PostgreSQL before it does. */
export async function isMongoReady(port: number): Promise<boolean> {
  const answer = await exchange(port, opMsg(pingDocument()));
  // The answer is { ok: 1.0 }: a double of that name with that value.
  return answer.includes(Buffer.concat([Buffer.from('\x01ok\0'), doubleOne()]));
}

function pingDocument(): Buffer {
  const ping = Buffer.concat([Buffer.from('\x10ping\0'), int32(1)]);
  const database = Buffer.concat([Buffer.from('\x02$db\0'), int32(6), Buffer.from('admin\0')]);
  const body = Buffer.concat([ping, database, Buffer.from([0])]);
  return Buffer.concat([int32(body.length + 4), body]);
}

function opMsg(document: Buffer): Buffer {
  const opcode = 2013;
  const body = Buffer.concat([int32(0), Buffer.from([0]), document]); // no flags; one section of kind 0
  return Buffer.concat([int32(body.length + 16), int32(1), int32(0), int32(opcode), body]);
}

function int32(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeInt32LE(value);
  return buffer;
}

function doubleOne(): Buffer {
  const buffer = Buffer.alloc(8);
  buffer.writeDoubleLE(1);
  return buffer;
}
