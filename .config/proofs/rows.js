// Rows that a schema allows: what is not given gets any value of its type, required references get a row of their own.
let serial = 1;

/** Inserts a row and returns it as the database has it. */
export async function insert(database, table, given = {}) {
  const relation = `public."${table}"`;
  const columns = await database.unsafe(COLUMNS, [relation]);
  if (columns.length === 0) throw new Error(`there is no table ${table}`);
  const row = { ...given };
  for (const { columns: own, references, referenced } of await database.unsafe(FOREIGN_KEYS, [relation])) {
    const required = own.every((name) => !(name in row) && columns.some((column) => column.name === name && column.required && !column.filled));
    if (!required) continue;
    const parent = await insert(database, references);
    for (const [index, name] of own.entries()) row[name] = parent[referenced[index]];
  }
  for (const column of columns) if (!(column.name in row) && column.required && !column.filled) row[column.name] = await valueFor(database, column);
  const names = Object.keys(row);
  const what = names.length === 0 ? 'DEFAULT VALUES' : `(${names.map((name) => `"${name}"`)}) VALUES (${names.map((_, index) => `$${index + 1}`)})`;
  const [inserted] = await database.unsafe(
    `INSERT INTO ${relation} ${what} RETURNING *`,
    names.map((name) => row[name]),
  );
  return inserted;
}

const COLUMNS = `SELECT a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type, a.attnotnull AS required, t.typtype AS kind, t.oid AS oid,
  a.atthasdef OR a.attidentity <> '' AS filled
  FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid WHERE attrelid = to_regclass($1) AND attnum > 0 AND NOT attisdropped ORDER BY attnum`;
const names = (relation, numbers) =>
  `(SELECT array_agg(attname::text ORDER BY k.ord) FROM unnest(${numbers}) WITH ORDINALITY k(n, ord) JOIN pg_attribute a ON a.attrelid = ${relation} AND a.attnum = k.n)`;
const FOREIGN_KEYS = `SELECT ${names('conrelid', 'conkey')} AS columns, (SELECT relname FROM pg_class WHERE oid = confrelid) AS references,
  ${names('confrelid', 'confkey')} AS referenced FROM pg_constraint WHERE conrelid = to_regclass($1) AND contype = 'f'`;

async function valueFor(database, { kind, type, oid }) {
  const number = ++serial;
  if (kind === 'e') return (await database.unsafe('SELECT enumlabel FROM pg_enum WHERE enumtypid = $1 ORDER BY enumsortorder LIMIT 1', [oid]))[0].enumlabel;
  if (type.endsWith('[]')) return [];
  if (/int|numeric|double|real/.test(type)) return number;
  if (type === 'boolean') return false;
  if (/json/.test(type)) return {};
  if (/timestamp|date/.test(type)) return '2024-01-01';
  return type === 'uuid' ? `00000000-0000-4000-8000-${String(number).padStart(12, '0')}` : `v${number}`;
}
