import { spawn } from 'node:child_process';

/** Ends the processes in its care when this process dies, however it dies. */
export type Watchdog = {
  watch(pid: number, signal: NodeJS.Signals): void;
  forget(pid: number): void;
} & Disposable;

/**
 * A shell blocked on a pipe from us, about 1 MB: each line it reads is the whole list of "signal pid" pairs, and the
 * end of the pipe means that we are gone. `kill -9` of the parent is noticed too, on every system.
 */
const script = `
list=
while read -r line; do list=$line; done
set -- $list
while [ $# -gt 1 ]; do kill -"$1" "$2" 2>/dev/null; shift 2; done
`;

/** Starts a watchdog; disposing of it ends nobody. It does not keep this process alive. */
export function startWatchdog(): Watchdog {
  // In its own process group, or Ctrl-C would end the watchdog before those it watches.
  const child = spawn('sh', ['-c', script], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  child.unref();
  // Spawning with a pipe gives a socket, which the stream's type does not say.
  const pipe = child.stdin as typeof child.stdin & { unref?: () => void };
  pipe.unref?.();
  // A watchdog that was killed only lessens the protection; the next start cleans up.
  child.on('error', () => undefined);
  pipe.on('error', () => undefined);

  const watched = new Map<number, NodeJS.Signals>();
  const tell = (): void => {
    const pairs = [...watched].map(([pid, signal]) => `${signal.replace('SIG', '')} ${pid}`);
    pipe.write(`${pairs.join(' ')}\n`);
  };
  return {
    watch(pid, signal) {
      watched.set(pid, signal);
      tell();
    },
    forget(pid) {
      if (watched.delete(pid)) tell();
    },
    [Symbol.dispose]() {
      watched.clear();
      tell();
      pipe.end();
    },
  };
}
