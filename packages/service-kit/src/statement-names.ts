/**
 * So many statements stay prepared on each connection. Lists make a text of their own for each length, and the server
 * keeps some 50 KB of each.
 */
const keptMax = 300;

/**
 * Names statements by their text, for `PrismaPg`: PostgreSQL then parses a statement once for each connection instead of
 * each time, and plans it anew only as long as that pays. What comes after the first 300 texts of a process has no name,
 * which is as it is without. A pooler in between has to know prepared statements (PgBouncer from 1.21 on does).
 */
export function createStatementNames(): (statement: { sql: string }) => string {
  const names = new Map<string, string>();
  return ({ sql }) => {
    const known = names.get(sql);
    if (known !== undefined) return known;
    if (names.size >= keptMax) return '';
    const name = `s${names.size}`;
    names.set(sql, name);
    return name;
  };
}
