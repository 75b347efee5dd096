/** Moments between two steps, named by what was just done: where a test ends a process or holds it up. */
export type Failpoint =
  | 'relay:locked'
  | 'relay:sent'
  | 'relay:marked'
  | 'relay:refused'
  | 'relay:committed'
  | 'relay:buried'
  | 'relay:laid-down'
  | 'relay:followed'
  | 'relay:settled'
  | 'relay:parked'
  | 'consumer:received'
  | 'consumer:claimed'
  | 'consumer:handled'
  | 'consumer:marked'
  | 'consumer:buried'
  | 'consumer:committed'
  | 'resend:claimed'
  | 'resend:sent'
  | 'resend:changed'
  | 'fan-out:split'
  | 'fan-out:added'
  | 'fan-out:written';

/** Told of each such moment, and waited for. Only tests give one. */
export type Failpoints = (point: Failpoint) => Promise<void> | void;
