export type ToastEntry = {
  text: string;
  type: 'success' | 'error';
  action?: { label: string; onPress: () => void };
};

type Receiver = (entry: ToastEntry) => void;

/** Keeps what is said until there is somebody who shows it. */
export type ToastQueue = {
  add(entry: ToastEntry): void;
  /** Calls back when something waits and nobody shows it; the result ends that. */
  onWaiting(listener: () => void): () => void;
  /** Takes what waits and all that follows; the result ends that. */
  receive(receiver: Receiver): () => void;
};

export function createToastQueue(): ToastQueue {
  const waiting: ToastEntry[] = [];
  const listeners = new Set<() => void>();
  let receiver: Receiver | undefined;
  return {
    add: (entry) => {
      if (receiver) return receiver(entry);
      waiting.push(entry);
      for (const listener of listeners) listener();
    },
    onWaiting: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    receive: (given) => {
      receiver = given;
      for (const entry of waiting.splice(0)) given(entry);
      return () => {
        if (receiver === given) receiver = undefined;
      };
    },
  };
}
