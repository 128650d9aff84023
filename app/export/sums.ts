/** Sums and groups of listed rows. Pure. */

export function sumOf<Row>(rows: readonly Row[], of: (row: Row) => number): number {
  return rows.reduce((total, row) => total + of(row), 0);
}

/** Rows by a name, biggest group first, then by name; rows without one stand under null, last. */
export function grouped<Row>(
  rows: readonly Row[],
  nameOf: (row: Row) => string | null,
): { readonly name: string | null; readonly rows: readonly Row[] }[] {
  const groups = new Map<string | null, Row[]>();
  for (const row of rows) {
    const name = nameOf(row);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [row]);
    else group.push(row);
  }
  return [...groups]
    .map(([name, members]) => ({ name, rows: members }))
    .sort((a, b) => {
      if (a.name === null) return b.name === null ? 0 : 1;
      if (b.name === null) return -1;
      return b.rows.length - a.rows.length || a.name.localeCompare(b.name, 'zh-CN');
    });
}
