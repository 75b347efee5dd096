/** Counts the statements that PostgreSQL is asked to run: `Q` and `E` messages after the start-up message. */
export function countStatements(onStatement: () => void): () => (data: Buffer) => void {
  return () => {
    let rest = Buffer.alloc(0);
    let hasStarted = false;
    return (data) => {
      rest = Buffer.concat([rest, data]);
      for (;;) {
        const header = hasStarted ? 1 : 0;
        if (rest.length < header + 4) return;
        const size = header + rest.readUInt32BE(header);
        if (rest.length < size) return;
        if (hasStarted && 'QE'.includes(String.fromCharCode(rest[0] ?? 0))) onStatement();
        hasStarted = true;
        rest = rest.subarray(size);
      }
    };
  };
}
