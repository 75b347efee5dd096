import { DomainEvent } from '@dailyfeed/contract/events';

/** Bytes on a topic that are no event of ours: not JSON, of an unknown type or version, or of another shape. */
export class EnvelopeInvalidError extends Error {
  override name = 'EnvelopeInvalidError';
}

/** Reads a message's value; throws EnvelopeInvalidError, whose message says where it is wrong but quotes nothing. */
export function parseEnvelope(value: Buffer | null): DomainEvent {
  const result = DomainEvent.safeParse(parseJson(value));
  if (result.success) return result.data;
  const places = result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.code}`);
  throw new EnvelopeInvalidError(`not an event: ${places.join(', ')}`);
}

/** What of an event's identity can be read in a message that may be anything. */
export function peekEnvelope(value: Buffer | null): { id: string | null; type: string | null } {
  let json: unknown;
  try {
    json = parseJson(value);
  } catch {
    json = undefined;
  }
  return { id: stringIn(json, 'id'), type: stringIn(json, 'type') };
}

function parseJson(value: Buffer | null): unknown {
  if (value === null) throw new EnvelopeInvalidError('no value');
  try {
    return JSON.parse(value.toString('utf8'));
  } catch {
    throw new EnvelopeInvalidError('not JSON');
  }
}

function stringIn(json: unknown, key: string): string | null {
  if (typeof json !== 'object' || json === null) return null;
  const found: unknown = Object.getOwnPropertyDescriptor(json, key)?.value;
  return typeof found === 'string' ? found : null;
}
