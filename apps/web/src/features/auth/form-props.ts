import type { Provider } from '@dailyfeed/contract/provider';

export type FormProps = {
  /** Where the member goes afterwards: a path of this site. */
  next: string;
  /** The ways in beside the password. */
  external: Provider[];
  /** Code of what went wrong at one of them. */
  error: string | undefined;
};
