/** Tells that a visitor has seen a post, without waiting for the API; a view that is lost is no harm. */
export function sendVisitorView(id: string): void {
  void fetch('/api/timeline/post.view', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ id }),
    keepalive: true,
  }).catch(() => undefined);
}
