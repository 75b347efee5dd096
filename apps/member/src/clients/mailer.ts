import { randomUUID } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

import type { Log } from '@dailyfeed/service-kit/log';
import { createTransport } from 'nodemailer';

import type { Mailer } from '../deps.ts';

/** All of one attempt, together well under the pause before the next one. */
const timeouts = { connectionTimeout: 5000, greetingTimeout: 5000, socketTimeout: 10_000 };

/** Sends by SMTP, e.g. `smtps://user:password@mail.example`. */
export function createSmtpMailer(options: {
  url: string;
  from: string;
}): Mailer & { close(): void } {
  const transport = createTransport({ url: options.url, ...timeouts });
  return {
    send: async (mail) => void (await transport.sendMail({ from: options.from, ...mail })),
    close: () => transport.close(),
  };
}

/** Writes each mail into a file that mail programs open, and logs where. */
export function createFileMailer(options: { folder: string; from: string; log: Log }): Mailer {
  const { from, log } = options;
  const folder = resolve(options.folder);
  const transport = createTransport({ streamTransport: true, buffer: true });
  return {
    send: async (mail) => {
      const { message } = await transport.sendMail({ from, ...mail });
      await mkdir(folder, { recursive: true });
      const path = join(folder, `${Date.now()}-${randomUUID()}.eml`);
      // Whoever watches the folder sees whole mails only. They hold links: for this user alone.
      await writeFile(`${path}.part`, message, { mode: 0o600 });
      await rename(`${path}.part`, path);
      log.info({ path }, 'mail written');
    },
  };
}
