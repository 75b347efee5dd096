import { once } from 'node:events';
import { finished } from 'node:stream/promises';

import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';

export type Cell = string | number | null;

/** Fills one table. */
export type TableCopy = {
  /** Resolves when there is room for more. */
  add(row: readonly Cell[]): Promise<void> | undefined;
  /** Ends it; what other tables are filled with at the same time is to be ended as well before `index`. */
  end(): Promise<void>;
  /** Brings the indexes back, and tells how many rows there are and how fast they came. */
  index(): Promise<Filled>;
};
export type Filled = { table: string; rows: number; seconds: number; indexSeconds: number };

/** Written in pieces of about this many characters. */
const pieceLength = 256 * 1024;

/**
 * Opens a table for `COPY`, as a superuser: keys to other tables are not checked row by row, and indexes that no
 * constraint needs are made at the end, which takes a fraction of the time.
 */
export async function startCopy(url: string, table: string, columns: string[]): Promise<TableCopy> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query("SET session_replication_role = 'replica'");
  await client.query("SET maintenance_work_mem = '512MB'");
  const { rows: indexes } = await client.query<{ name: string; definition: string }>(
    `SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS definition
     FROM pg_index WHERE indrelid = $1::regclass
       AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)`,
    [pg.escapeIdentifier(table)],
  );
  for (const { name } of indexes) await client.query(`DROP INDEX ${name}`);

  const startedAt = performance.now();
  const names = columns.map((column) => pg.escapeIdentifier(column)).join(', ');
  const stream = client.query(copyFrom(`COPY ${pg.escapeIdentifier(table)} (${names}) FROM STDIN`));
  let rows = 0;
  let seconds = 0;
  let piece = '';
  const write = (): Promise<unknown> | undefined => {
    const text = piece;
    piece = '';
    return stream.write(text) ? undefined : once(stream, 'drain');
  };
  return {
    add: (row) => {
      rows += 1;
      piece += `${row.map(toText).join('\t')}\n`;
      return piece.length < pieceLength ? undefined : write()?.then(() => undefined);
    },
    end: async () => {
      await write();
      stream.end();
      await finished(stream);
      seconds = (performance.now() - startedAt) / 1000;
    },
    index: async () => {
      const copiedAt = performance.now();
      for (const { definition } of indexes) await client.query(definition);
      // Else rows would lie by post, and not as they came.
      if (table === 'comments') await client.query('CLUSTER comments USING comments_pkey');
      // Says which pages every reader sees all of; without it no index is read alone.
      await client.query(`VACUUM (ANALYZE) ${pg.escapeIdentifier(table)}`);
      await client.end();
      return { table, rows, seconds, indexSeconds: (performance.now() - copiedAt) / 1000 };
    },
  };
}

function toText(cell: Cell): string {
  if (cell === null) return String.raw`\N`;
  if (typeof cell === 'number') return String(cell);
  return cell.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\t', '\\t');
}
