import type pg from 'pg';

/*
 * FerretDB looks a field up by containment (`_jsonb->'field' @> '"value"'`), which the B-trees it makes cannot answer:
 * each question would read its whole collection. Beside each of them stands a GIN index of its first field.
 */
const addIndex = `
  CREATE OR REPLACE FUNCTION public.add_containment_index(btree oid) RETURNS void
  LANGUAGE plpgsql AS $$
  DECLARE
    field text := pg_get_indexdef(btree, 1, true);
    collection regclass;
  BEGIN
    SELECT indrelid::regclass INTO collection
    FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid JOIN pg_am ON pg_am.oid = relam
    WHERE indexrelid = btree AND amname = 'btree';
    IF collection IS NULL OR field !~ '^\\(*_jsonb -> ''[^'']+''::text\\)*$' THEN RETURN; END IF;
    EXECUTE format(
      'CREATE INDEX IF NOT EXISTS %I ON %s USING gin ((%s) jsonb_path_ops) WITH (fastupdate = off)',
      'containment_' || md5(collection::oid::text || field), collection, field
    );
  END $$`;
const onIndex = `
  CREATE OR REPLACE FUNCTION public.on_index_made() RETURNS event_trigger
  LANGUAGE plpgsql AS $$
  DECLARE
    made record;
  BEGIN
    FOR made IN SELECT objid FROM pg_event_trigger_ddl_commands() WHERE object_type = 'index' LOOP
      PERFORM public.add_containment_index(made.objid);
    END LOOP;
  END $$`;
const watchIndexes = `
  CREATE EVENT TRIGGER index_made ON ddl_command_end WHEN TAG IN ('CREATE INDEX')
  EXECUTE FUNCTION public.on_index_made()`;
/** Those that were made before anybody watched. */
const catchUp = `
  SELECT public.add_containment_index(indexrelid) FROM pg_index
  JOIN pg_class ON pg_class.oid = indrelid JOIN pg_namespace ON pg_namespace.oid = relnamespace
  WHERE indexprs IS NOT NULL AND nspname NOT IN ('pg_catalog', 'pg_toast', 'information_schema')`;

/** Has PostgreSQL answer what FerretDB asks by an index. For a superuser, in FerretDB's database; may be done again. */
export async function indexFerretdb(client: pg.Client): Promise<void> {
  for (const statement of [addIndex, onIndex]) await client.query(statement);
  await client.query('DROP EVENT TRIGGER IF EXISTS index_made');
  await client.query(watchIndexes);
  await client.query(catchUp);
}
