import type { Index } from '../catalog/index.ts';
import type { ModelFacts } from '../core/index.ts';

const TYPES: ReadonlyMap<string, string> = new Map([
  ['hash', 'Hash'],
  ['gin', 'Gin'],
  ['gist', 'Gist'],
  ['spgist', 'SpGist'],
  ['brin', 'Brin'],
]);

/** How a model says that it has the index: `@@index([title(sort: Desc)], map: "x")`. Null: it lacks a field to name. */
export function renderAttribute({ unique, method, elements, name }: Index, { fields, table }: ModelFacts): string | null {
  const keys = elements.map(({ column, operatorClass, descending }) => {
    const field = fields.find((one) => one.column === column)?.field;
    const details = [operatorClass && `ops: raw("${operatorClass.name}")`, descending && 'sort: Desc'].filter(Boolean);
    return field === undefined ? null : `${field}${details.length > 0 ? `(${details.join(', ')})` : ''}`;
  });
  if (keys.includes(null)) return null;
  const usual = `${table}_${elements.map(({ column }) => column).join('_')}_${unique ? 'key' : 'idx'}`;
  const type = TYPES.get(method);
  const settings = [type !== undefined && `type: ${type}`, name !== usual && `map: "${name}"`].filter(Boolean);
  return `@@${unique ? 'unique' : 'index'}([${keys.join(', ')}]${settings.length > 0 ? `, ${settings.join(', ')}` : ''})`;
}
