import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';

import type { ExportItem } from '@dailyfeed/contract/export';
import { ZipFile } from 'yazl';

import type { ExportFile, ExportPicture } from './export-files.ts';

/**
 * Writes the files into one zip, as its reader takes it. An error of a file, or of the signal, is the stream's error:
 * then the zip has no directory, and no program opens it.
 */
export function toZip(args: {
  readme: string;
  files: ExportFile[];
  pictures: AsyncIterable<ExportPicture>;
  at: Date;
  signal: AbortSignal;
  onItems: (count: number) => void;
}): Readable {
  const { readme, files, at: mtime, signal } = args;
  const zip = new ZipFile();
  // Declared as the wider interface; it is a PassThrough.
  const stream = zip.outputStream as Readable; // see above
  let open: Readable | undefined;
  const end = (reason: unknown): void => {
    stream.destroy(reason instanceof Error ? reason : new Error(String(reason)));
  };
  zip.on('error', end);
  signal.addEventListener('abort', () => end(signal.reason), { once: true });
  // Its buffers and the page in hand go with it.
  stream.once('close', () => open?.destroy());

  zip.addBuffer(Buffer.from(readme), 'README.txt', { mtime });
  // Pictures come after the lists: one that waited for its turn would keep a connection.
  const lists = Promise.withResolvers<void>();
  let listsLeft = files.length;
  for (const file of files) {
    const name = `${file.name}.json`;
    zip.addReadStreamLazy(name, { mtime }, (pass) => {
      open = Readable.from(toJson(file, args.onItems));
      open.once('error', end);
      open.once('end', () => {
        listsLeft -= 1;
        if (listsLeft === 0) lists.resolve();
      });
      pass(null, open);
    });
  }
  const addPictures = async (): Promise<void> => {
    await lists.promise;
    const missing: string[] = [];
    for await (const picture of args.pictures) {
      const body = await picture.open();
      if (body === undefined) missing.push(picture.name);
      else {
        open = body;
        // Pictures are compressed already.
        zip.addReadStream(body, picture.name, { mtime, compress: false });
        await finished(body, { signal });
      }
      args.onItems(1);
    }
    if (missing.length > 0) {
      zip.addBuffer(Buffer.from(JSON.stringify(missing)), 'images-missing.json', { mtime });
    }
    zip.end();
  };
  addPictures().catch(end);
  return stream;
}

/** One item by itself for the account, a list for all else; an item a line. */
async function* toJson(file: ExportFile, onItems: (count: number) => void): AsyncGenerator<string> {
  const isList = file.name !== 'account';
  let separator = isList ? '[\n' : '';
  for await (const items of file.pages()) {
    if (items.length === 0) continue;
    yield separator + items.map(toLine).join(',\n');
    separator = ',\n';
    // Asked for more: what there was is taken.
    onItems(items.length);
  }
  if (isList && separator === '[\n') yield '[';
  yield isList ? '\n]\n' : '\n';
}

function toLine(item: ExportItem): string {
  return JSON.stringify(item);
}
