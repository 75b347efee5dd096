import { AppError, type ErrorCode } from '@dailyfeed/contract/errors';

/** Codes of drivers and sockets that mean "the store is away", not "the query is wrong". */
const awayCodes = new Set([
  // sockets
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  // PostgreSQL: deadlock and failed serialisation, which the same again survives; statement timeout, shutting down, starting up, too many connections, connection failures
  '40P01',
  '40001',
  '57014',
  '57P01',
  '57P02',
  '57P03',
  '53300',
  '08000',
  '08001',
  '08003',
  '08006',
  // Prisma: cannot reach, timed out reaching, too many connections, pool timed out, connection closed,
  // no transaction, or none that ends, in the given time; a write conflict or a deadlock
  'P1001',
  'P1002',
  'P1008',
  'P1017',
  'P2024',
  'P2028',
  'P2034',
  'P2037',
]);

/** Prisma's driver-adapter error kinds of the same meaning. */
const awayKinds = new Set([
  'DatabaseNotReachable',
  'ConnectionClosed',
  'SocketTimeout',
  'TooManyConnections',
  'TlsConnectionError',
  'TransactionWriteConflict',
]);

const awayNames = new Set([
  'MaxRetriesPerRequestError',
  'MongoServerSelectionError',
  'MongoNetworkError',
  'MongoNetworkTimeoutError',
  'MongoNotConnectedError',
  'MongoClientClosedError',
  'MongoTopologyClosedError',
  'MongoPoolClearedError',
  'MongoPoolClosedError',
  'MongoWaitQueueTimeoutError',
  'KafkaJSConnectionError',
  'KafkaJSNumberOfRetriesExceeded',
  'KafkaJSBrokerNotFound',
]);

/** MongoDB's "it took longer than it was given". */
const slowMongoCode = 50;
/** Beside that, "not the primary any more" and "shutting down": another server answers once it is elected. */
const awayMongoCodes = new Set([slowMongoCode, 91, 189, 10058, 10107, 11600, 11602, 13435, 13436]);

/** How a Redis begins its answer when it is loading, full, or a replica that nobody has promoted yet. */
const awayRedisReply = /^(?:READONLY|LOADING|CLUSTERDOWN|MASTERDOWN|OOM) /;

// The last two are what FerretDB passes on of its PostgreSQL.
const awayMessages =
  /Connection is closed|Stream isn't writeable|Command timed out|Query read timeout|Connection terminated|timeout exceeded when trying to connect|Can't reach database server|the database system is (?:starting up|shutting down)|failed to connect to|terminating connection/;

/** Whether `error` says that a store cannot be reached just now; looks through causes. */
export function isStoreUnavailable(error: unknown): boolean {
  return hasCause(error, isAway);
}

/** Whether PostgreSQL cancelled a statement because it took too long, or waited too long for others. */
export function isStatementTimeout(error: unknown): boolean {
  return hasCause(error, ({ code, originalCode }) =>
    ['57014', '55P03'].some((timeout) => code === timeout || originalCode === timeout),
  );
}

/**
 * Whether a store is there, and did not get done in time: a statement that it cancelled, a transaction that it ended, an
 * answer of MongoDB that did not come. When a server hangs, the driver sees that within some seconds, and says that it
 * finds none from then on.
 */
export function isTooSlow(error: unknown): boolean {
  return isStatementTimeout(error) || hasCause(error, isSlow);
}

function isSlow({ code, name }: Record<string, unknown>): boolean {
  return (
    code === 'P2028' ||
    name === 'MongoNetworkTimeoutError' ||
    (String(name).startsWith('Mongo') && Number(code) === slowMongoCode)
  );
}

function hasCause(error: unknown, is: (error: Record<string, unknown>) => boolean): boolean {
  for (let current = error, depth = 0; isObject(current) && depth < 6; depth += 1) {
    if (is(current)) return true;
    const { errors, cause, meta } = current;
    if (Array.isArray(errors) && errors.some((inner) => hasCause(inner, is))) return true;
    if (isObject(meta) && hasCause(meta['driverAdapterError'], is)) return true;
    current = cause;
  }
  return false;
}

function isAway(error: Record<string, unknown>): boolean {
  const { code, kind, originalCode, name, message } = error;
  return (
    (typeof code === 'string' && awayCodes.has(code)) ||
    (typeof originalCode === 'string' && awayCodes.has(originalCode)) ||
    (typeof kind === 'string' && awayKinds.has(kind)) ||
    (typeof name === 'string' && awayNames.has(name)) ||
    (typeof message === 'string' && awayMessages.test(message)) ||
    (name === 'ReplyError' && awayRedisReply.test(String(message))) ||
    (String(name).startsWith('Mongo') && awayMongoCodes.has(Number(code)))
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

const notTheMessages = new Set<ErrorCode>([
  'STORE_UNAVAILABLE',
  'TOKEN_INVALID',
  'UPSTREAM_UNAVAILABLE',
]);

/**
 * Whether an error of a handler is not its message's fault: a store or a service is away, or refuses our passports. A
 * service that is there and fails at what it is asked fails at this message, perhaps at no other.
 */
export function isDependencyAway(error: unknown): boolean {
  return error instanceof AppError ? notTheMessages.has(error.code) : isStoreUnavailable(error);
}
