import { type Sender, sendAuthorised } from './authorised.ts';
import type { Http } from './http.ts';
import type { RouterOutputs } from './services.ts';

/** Path as the contract names it, which would bring its validator along. */
const imagePath = '/api/image';

/** An image of one's own, as the server keeps it. */
export type UploadedImage = RouterOutputs['image']['image']['mine'][number];

export type UploadImageOptions = {
  /** What it is for, and can be used for then: `post` unless given. */
  purpose?: UploadedImage['purpose'];
  /**
   * How much of it has been sent, from 0 to 1; converting it takes a moment longer. In a browser as it goes, elsewhere
   * at the end.
   */
  onProgress?: (share: number) => void;
  /** Cancels the upload: the server keeps nothing of it. */
  signal?: AbortSignal;
};
export type UploadImage = (file: Blob, options?: UploadImageOptions) => Promise<UploadedImage>;

type Listen = (name: string, listener: (event: { loaded: number; total: number }) => void) => void;
/** What is used of it: the client is built for places without a page, too. */
type Xhr = {
  upload: { addEventListener: Listen };
  status: number;
  responseText: string;
  addEventListener: Listen;
  open(method: string, path: string): void;
  setRequestHeader(name: string, value: string): void;
  getAllResponseHeaders(): string;
  send(body: FormData | null): void;
  abort(): void;
};
declare const XMLHttpRequest: (new () => Xhr) | undefined;

/** Sends an image, and once more with a new token when the old one was no longer good. */
export function createUploadImage(sender: Sender): UploadImage {
  return async (file, { purpose = 'post', onProgress, signal } = {}) => {
    const body = new FormData();
    body.append('image', file);
    const http = createXhr(onProgress) ?? sender.http;
    const init = { method: 'POST', body, ...(signal && { signal }) };
    const path = `${imagePath}?purpose=${purpose}`;
    const answer = await sendAuthorised({ ...sender, http }, path, init);
    const image = (await answer.json()) as UploadedImage; // what the route answers
    onProgress?.(1);
    return image;
  };
}

/** fetch does not say how much of a body has been sent. In a page only, where the origin is the page's own. */
function createXhr(onProgress: ((share: number) => void) | undefined): Http | undefined {
  if (onProgress === undefined || typeof XMLHttpRequest === 'undefined') return undefined;
  const Request = XMLHttpRequest;
  return (path, { method = 'POST', headers, body, signal }) => {
    const { promise, resolve, reject } = Promise.withResolvers<Response>();
    const request = new Request();
    const cancel = (): void => {
      request.abort();
      reject(signal?.reason);
    };
    request.open(method, path);
    new Headers(headers).forEach((value, name) => request.setRequestHeader(name, value));
    request.upload.addEventListener('progress', ({ loaded, total }) =>
      onProgress(total > 0 ? loaded / total : 0),
    );
    request.addEventListener('load', () => {
      const known = new Headers();
      for (const line of request
        .getAllResponseHeaders()
        .trim()
        .split(/[\r\n]+/)) {
        const cut = line.indexOf(':');
        if (cut > 0) known.append(line.slice(0, cut), line.slice(cut + 1).trim());
      }
      resolve(new Response(request.responseText, { status: request.status, headers: known }));
    });
    // As fetch says that nobody answered.
    request.addEventListener('error', () => reject(new TypeError('Failed to fetch')));
    signal?.addEventListener('abort', cancel, { once: true });
    request.addEventListener('loadend', () => signal?.removeEventListener('abort', cancel));
    request.send(body instanceof FormData ? body : null);
    return promise;
  };
}
