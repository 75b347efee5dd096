/** Tells that a visitor has seen a post, without waiting for the API; a view that is lost is no harm. */
export function sendVisitorView(id: string): void {
  void fetch('/api/timeline/post.view', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ id }),
    keepalive: true,
  })
    // Read to its end: until then its connection is not free for what comes next.
    .then((answer) => answer.arrayBuffer())
    .catch(() => undefined);
}
