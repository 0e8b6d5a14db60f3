// The tree of a PL/pgSQL body comes as JSON without types: nodes are objects with one key, their kind (`PLpgSQL_stmt_if`).

export type Json = Readonly<Record<string, unknown>>;

const isRecord = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The object in a field, or null. */
export function item(node: unknown, field: string): Json | null {
  const value = isRecord(node) ? node[field] : null;
  return isRecord(value) ? value : null;
}

/** The objects of the list in a field. */
export function items(node: unknown, field: string): readonly Json[] {
  const value = isRecord(node) ? node[field] : null;
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

/** The text in a field, or null. */
export function textIn(node: unknown, field: string): string | null {
  const value = isRecord(node) ? node[field] : null;
  return typeof value === 'string' ? value : null;
}

/** The SQL of the expression or statement in a field. */
export const sqlIn = (node: unknown, field: string): string | null => textIn(item(item(node, field), 'PLpgSQL_expr'), 'query');

/** Names of the variables that an INTO fills, in order; of a record or row variable the name alone. */
export function targetsOf(node: Json): readonly string[] {
  const row = item(item(node, 'target'), 'PLpgSQL_row');
  const record = textIn(item(item(node, 'target'), 'PLpgSQL_rec'), 'refname');
  return [...items(row, 'fields').flatMap((field) => textIn(field, 'name') ?? []), ...(record === null ? [] : [record])];
}

/** Every variable that a statement, or one inside of it, may set. `variables`: their names by number. */
export function assignedIn(node: unknown, variables: readonly string[]): readonly string[] {
  if (Array.isArray(node)) return node.flatMap((one) => assignedIn(one, variables));
  if (!isRecord(node)) return [];
  const numbered = [item(node, 'PLpgSQL_stmt_assign')?.['varno'], item(node, 'PLpgSQL_diag_item')?.['target']];
  const loop = ['PLpgSQL_var', 'PLpgSQL_rec'].flatMap((kind) => textIn(item(item(node, 'var'), kind), 'refname') ?? []);
  return [
    ...targetsOf(node),
    ...loop,
    ...numbered.flatMap((number) => variables[Number(number ?? Number.NaN)] ?? []),
    ...Object.values(node).flatMap((inner) => assignedIn(inner, variables)),
  ];
}
