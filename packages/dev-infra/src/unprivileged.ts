import type { ServerCommand } from './server-process.ts';

/** PostgreSQL refuses to run as root; there it runs as `nobody`, who may read our folders all the same. */
export function unprivileged(path: string, args: string[]): ServerCommand {
  if (process.getuid?.() !== 0) return { path, args };
  if (process.platform !== 'linux') {
    throw new Error('PostgreSQL does not run as root. Start dailyfeed as an ordinary user.');
  }
  const capabilities = '+dac_override,+dac_read_search';
  return {
    path: 'setpriv',
    args: [
      '--reuid=65534',
      '--regid=65534',
      '--clear-groups',
      // Node's folders and ours may lie under /root, which nobody else may enter.
      `--inh-caps=${capabilities}`,
      `--ambient-caps=${capabilities}`,
      // access(2), by which initdb looks for postgres, would otherwise leave a user's capabilities out: credentials(7).
      '--securebits=+no_setuid_fixup',
      '--',
      path,
      ...args,
    ],
  };
}
