import type { Expression, OperationOf } from '../../operation/index.ts';
import type { Catalog } from '../catalog.ts';
import { putTable } from '../change.ts';
import { uniqueKeysOf } from '../keys.ts';
import type { ImageProof, RelationKey } from '../model.ts';
import { hasQuery, isRepeatable } from './conditions.ts';
import { assume, columnsOf, type Fact, type Graded, isOverRow, ofTable, rowColumn, type Subject } from './facts.ts';
import type { Branch, Insertion } from './insert.ts';
import { evaluate, isNotTrue, isTrue, NULL, PRESENT } from './known.ts';
import { establish, type Witness } from './record.ts';
import { columnsIn, replaceSource } from './rewrite.ts';
import { ROW } from './scope.ts';
import { EVERY_ROW, hasAggregate, hasWindow } from './select.ts';
import { spared } from './spared.ts';

// INSERT INTO role (id) SELECT DISTINCT role FROM member: from now on every role of a member is there.

interface Image {
  readonly column: string;
  readonly expression: Expression;
}

/** Writes down, at the table that was read, that its values are in the other one now. */
export function withImages(catalog: Catalog, key: RelationKey, insertion: Insertion, operation: OperationOf<'insert'>, witness: Witness): Catalog {
  const [branch] = insertion.branches ?? [];
  const [source] = branch?.select.sources ?? [];
  if (!branch || !source?.table || source.key === null || source.key === key || insertion.branches?.length !== 1 || !readsAll(branch)) return catalog;
  const images = insertion.columns.flatMap((column, index): readonly Image[] => {
    const value = branch.values[index];
    return value && isCopied(value, source.id, branch) ? [{ column, expression: replaceSource(value, source.id, ROW) }] : [];
  });
  const taken = images.filter(({ column }) => takesAll(column, insertion, operation));
  if (taken.length === 0) return catalog;
  const subject: Subject = { catalog, key: source.key, table: source.table, removes: false };
  const conditions = branch.select.conditions.map((condition) => replaceSource(condition, source.id, ROW));
  const facts = referencesBy(key, taken, conditions, subject);
  return establish(withProofs(catalog, key, subject, taken, conditions, witness), source.key, facts, witness);
}

/** No row of the source is left out but by conditions, and grouping keeps one of each value. */
const readsAll = ({ select }: Branch): boolean => select.sources.length === 1 && !select.limited && select.having.length === 0 && select.groupBy?.length !== 0;

function isCopied(value: Expression, source: string, { select }: Branch): boolean {
  const kept = typeof select.distinct === 'string' ? null : select.distinct;
  if (kept && !columnsIn(value).every((column) => kept.some((key) => key.kind === 'column' && key.table === column.table && key.name === column.name)))
    return false;
  const own =
    columnsIn(value).length > 0 && columnsIn(value).every(({ table }) => table === source) && !hasQuery(value) && !hasAggregate(value) && !hasWindow(value);
  return own && isRepeatable(value);
}

/** Nothing but this column can make ON CONFLICT DO NOTHING pass a value over. */
function takesAll(column: string, { table, columns }: Insertion, { onConflict, conflictColumns }: OperationOf<'insert'>): boolean {
  if (onConflict === null) return true;
  if (conflictColumns !== undefined) return onConflict === 'nothing' && conflictColumns.length === 1 && conflictColumns[0] === column;
  const keys = uniqueKeysOf(table).filter((key) => key.every((name) => columns.includes(name)));
  const hidden = table.indexes.some((index) => index.unique && (index.where !== null || index.elements.some((element) => element.column === null)));
  return onConflict === 'nothing' && table.complete && !hidden && keys.every((key) => key.length === 1 && key[0] === column);
}

/** Plain columns: the pairs all of which are there. Rows that a condition leaves out must be there already or hold NULL. */
function referencesBy(key: RelationKey, images: readonly Image[], conditions: readonly Expression[], subject: Subject): readonly Graded[] {
  const plain = images.flatMap(({ column, expression }) => (expression.kind === 'column' ? [{ column: expression.name, partner: column }] : []));
  const sets = plain.length > 1 ? [plain, ...plain.map((pair) => [pair])] : [plain];
  return sets
    .filter((set) => set.length > 0)
    .map((set): Graded => {
      const fact: Fact = { is: 'references', columns: set.map(({ column }) => column), key, referencedColumns: set.map(({ partner }) => partner) };
      return { fact, sure: conditions.every((condition) => passesOver(condition, fact, subject)) };
    });
}

function passesOver(condition: Expression, fact: Extract<Fact, { is: 'references' }>, subject: Subject): boolean {
  if (isTrue(evaluate(condition, columnsOf(subject, [], assume(fact.columns.map(rowColumn), PRESENT))))) return true;
  return spared({ ...EVERY_ROW, conditions: [condition] }, subject).some(
    ({ fact: other, sure }) =>
      sure &&
      other.is === 'references' &&
      other.key === fact.key &&
      fact.columns.every((column, index) => other.columns.some((name, at) => name === column && other.referencedColumns[at] === fact.referencedColumns[index])),
  );
}

function withProofs(
  catalog: Catalog,
  key: RelationKey,
  { table, ...subject }: Subject,
  images: readonly Image[],
  conditions: readonly Expression[],
  witness: Witness,
): Catalog {
  if (!witness.sure || !conditions.every((condition) => isOverRow(condition) && !hasQuery(condition) && isRepeatable(condition))) return catalog;
  const current = catalog.tables.get(subject.key);
  const made = images
    .filter(({ expression }) => expression.kind !== 'column')
    .map(({ column, expression }): ImageProof => {
      // Rows without a value there have none to be looked up.
      const where = conditions.filter(
        (condition) =>
          !columnsIn(expression).some(
            (read) => isNullWithout(expression, read.name) && isTrue(evaluate(condition, (name) => (name === read.name ? PRESENT : { is: 'unknown' }))),
          ),
      );
      return {
        by: witness.at,
        strength: 'proven',
        because: `${witness.what} in ${witness.at.migration}`,
        expression: ofTable(expression),
        where: where.map(ofTable),
        references: key,
        referencedColumn: column,
      };
    });
  if (!current || made.length === 0) return catalog;
  const old = (current.proofs.images ?? []).filter(({ by }) => by.migration === witness.at.migration);
  return putTable(catalog, { ...current, proofs: { ...current.proofs, images: [...old, ...made] } });
}

const isNullWithout = (expression: Expression, column: string): boolean =>
  isNotTrue(evaluate({ kind: 'nullTest', operand: expression, negated: true }, (name) => (name === column ? NULL : { is: 'unknown' })));
