import { pino, type DestinationStream, type Logger } from 'pino';

export type Log = Logger;

/** Field names whose values never reach a log, at the top and one or two levels down. */
const secrets = [
  'authorization',
  'cookie',
  'set-cookie',
  'password',
  'currentPassword',
  'newPassword',
  'email',
  'accessToken',
  'refreshToken',
  'token',
  'passport',
  'x-passport',
  'secret',
  'privateKey',
];

/** One JSON logger per process. The message of a line is a constant; facts are fields. */
export function createLog(
  name: string,
  options: { level?: string; destination?: DestinationStream } = {},
): Log {
  const paths = [
    ...secrets.flatMap((key) => [`["${key}"]`, `*["${key}"]`, `*.*["${key}"]`]),
    // What ioredis was to send, on the error of a command that failed: whatever is kept there.
    'err.command.args',
  ];
  return pino(
    {
      name,
      level: options.level ?? 'info',
      base: { service: name },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths, censor: '[redacted]' },
    },
    options.destination ?? pino.destination(1),
  );
}
