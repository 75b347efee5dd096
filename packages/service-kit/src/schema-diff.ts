import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import * as engineModule from '@prisma/schema-engine-wasm/schema_engine_bg';
import pg from 'pg';

/*
 * For tests. Prisma's command line wants to download an engine to compare a database with a schema; the same engine as
 * WebAssembly is an npm package, but cannot read PostgreSQL's catalog. So it writes the schema's SQL, and the catalog
 * of a database made by that is compared with the catalog of a migrated one.
 */

export type SchemaDiff = {
  /** What the schema asks for and the migrations do not make. */
  missing: string[];
  /** What the migrations make and neither the schema asks for nor `handWritten` names. */
  unexpected: string[];
};

/**
 * Compares the database at `migratedUrl` with `schemaFile` (PSL), which is carried out in the empty database at
 * `scratchUrl`. Indexes and constraints that PSL cannot say are named in `handWritten`.
 */
export async function diffSchema(args: {
  migratedUrl: string;
  scratchUrl: string;
  schemaFile: string;
  handWritten: readonly string[];
}): Promise<SchemaDiff> {
  const sql = await toSql(args.schemaFile, args.scratchUrl);
  const expected = await query(args.scratchUrl, async (client) => {
    await client.query(sql);
    return describe(client);
  });
  const actual = await query(args.migratedUrl, describe);
  const isAskedFor = (line: string): boolean =>
    args.handWritten.every((name) => !line.includes(` ${name}:`));
  return {
    missing: expected.filter((line) => !actual.includes(line)),
    unexpected: actual.filter((line) => !expected.includes(line) && isAskedFor(line)),
  };
}

/** The SQL that makes what `schemaFile` describes in an empty database; the engine insists on connecting to one. */
export async function toSql(schemaFile: string, databaseUrl: string): Promise<string> {
  const schema = { path: schemaFile, content: await readFile(schemaFile, 'utf8') };
  await (instantiated ??= instantiate());
  const engine = await engineModule.SchemaEngine.new(
    { datamodels: [[schema.path, schema.content]] },
    () => undefined,
    bindMigrationAwareSqlAdapterFactory(new PrismaPg({ connectionString: databaseUrl })),
  );
  const result = await engine.diff({
    from: { tag: 'empty' },
    to: { tag: 'schemaDatamodel', files: [schema] },
    script: true,
    exitCode: null,
    filters: { externalTables: [], externalEnums: [] },
  });
  engine.free();
  return result.stdout ?? '';
}

// The bindings hold one instance for the whole process; a second would find the first one's memory.
let instantiated: Promise<void> | undefined;

/** The package's own entry imports the `.wasm` as a module, which Node does only behind a flag. */
async function instantiate(): Promise<void> {
  const entry = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm');
  const bytes = await readFile(entry.replace(/\.js$/, '_bg.wasm'));
  const { instance } = await WebAssembly.instantiate(bytes, {
    './schema_engine_bg.js': { ...engineModule },
  });
  const bindings = engineModule as unknown as Bindings; // wasm-bindgen's own wiring, absent from its types
  bindings.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
}

type Exports = { __wbindgen_start(): void };
type Bindings = { __wbg_set_wasm(exports: Exports): void };

// Of the DOM's types, which a package for Node has no other use for.
declare const WebAssembly: {
  instantiate(bytes: Uint8Array, imports: object): Promise<{ instance: { exports: Exports } }>;
};

async function query<T>(url: string, action: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await action(client);
  } finally {
    await client.end();
  }
}

/** Every enum, column, index and constraint, one line each: `kind name: definition`. */
async function describe(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ line: string }>(catalog);
  return rows.map((row) => row.line);
}

const catalog = `
SELECT format('enum %s: %s', t.typname, string_agg(e.enumlabel, ', ' ORDER BY e.enumsortorder)) AS line
  FROM pg_type t JOIN pg_enum e ON e.enumtypid = t.oid
  WHERE t.typnamespace = current_schema::regnamespace GROUP BY t.typname
UNION ALL
SELECT format('column %s.%s: %s%s%s', c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
    CASE WHEN a.attnotnull THEN ' not null' END, ' default ' || pg_get_expr(d.adbin, d.adrelid))
  FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
  LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
  WHERE c.relnamespace = current_schema::regnamespace AND c.relkind = 'r' AND a.attnum > 0
    AND NOT a.attisdropped AND c.relname <> '_prisma_migrations'
UNION ALL
SELECT format('index %s: %s', indexname, indexdef)
  FROM pg_indexes WHERE schemaname = current_schema AND tablename <> '_prisma_migrations'
UNION ALL
SELECT format('constraint %s: %s %s', conname, conrelid::regclass, pg_get_constraintdef(oid))
  FROM pg_constraint
  WHERE connamespace = current_schema::regnamespace AND contype <> 'n' AND conrelid <> 0
    AND conrelid IS DISTINCT FROM to_regclass('_prisma_migrations')
ORDER BY line`;
