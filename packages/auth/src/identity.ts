import type { Language, Role } from '@dailyfeed/contract/member';
import type { Device } from '@dailyfeed/contract/session';

/** The member a request speaks for. */
export type Principal = {
  memberId: string;
  /** The session (refresh family) the access token belongs to. */
  sessionId: string;
  roles: Role[];
  /** How they logged in, e.g. `['pwd']` (RFC 8176). */
  amr: string[];
  /** The access token (`jti`) the request came with; absent where a service speaks for the member of its own accord. */
  tokenId?: string | undefined;
};

/** What a request was sent from, as far as it says; `id` tells one from another, and is empty when nothing is known. */
export type SendingDevice = Device & { id: string };

/** Who sends a request, as far as it is known and proven. */
export type Identity = {
  member: Principal | null;
  /** The service that calls, or null when the request comes from outside. */
  service: string | null;
  /** Address of the person at the far end; empty when unknown. */
  address: string;
  userAgent: string;
  device: SendingDevice;
  language: Language | null;
  /** Whether the browser holds a refresh cookie: decides which way out a 401 shows. */
  hasRefreshCookie: boolean;
  requestId: string;
};

/** A request nobody has vouched for. */
export function anonymous(requestId: string): Identity {
  return {
    member: null,
    service: null,
    address: '',
    userAgent: '',
    device: { id: '', kind: 'other', os: null, browser: null },
    language: null,
    hasRefreshCookie: false,
    requestId,
  };
}
