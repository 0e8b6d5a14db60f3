import { equalExpressions, type Expression, expressionsOf, type OperationOf, queriesOf, tablesNamedBy, tablesOf } from '../../operation/index.ts';
import type { Catalog } from '../catalog.ts';
import { putTable } from '../change.ts';
import { childrenOf } from '../dependents.ts';
import { columnNamed, tableKey } from '../lookup.ts';
import type { CheckProof, Column, Origin, Proof, ReferenceProof, RelationKey, Table, UniqueProof } from '../model.ts';
import { mapAll } from '../replace.ts';
import type { Graded } from './facts.ts';
import { columnsIn } from './rewrite.ts';

/** Who says it, and whether the statement surely ran and did what it says. */
export interface Witness {
  readonly at: Origin;
  /** "the UPDATE of email": the migration is added. */
  readonly what: string;
  readonly sure: boolean;
}

const proofOf = (witness: Witness, sure: boolean): Proof => ({
  by: witness.at,
  strength: witness.sure && sure ? 'proven' : 'likely',
  because: `${witness.what} in ${witness.at.migration}`,
});

/**
 * Can a statement on the table be taken at its word? A BEFORE trigger may change or refuse what it writes; the rows of
 * inheriting tables are not bound by the table's keys.
 */
export function isPlain(catalog: Catalog, key: RelationKey, table: Table, event: 'insert' | 'update' | 'delete'): boolean {
  const meddles = table.triggers.some((trigger) => trigger.timing !== 'after' && trigger.events.includes(event));
  return !meddles && childrenOf(catalog, key).length === 0;
}

/**
 * The parts of a statement all see the rows as they were before it: what another part, in WITH, wrote is not there yet. Is
 * that so of a table that the operation names?
 */
export function seesOldRows(catalog: Catalog, operation: OperationOf<'insert' | 'update' | 'delete'>, at: Origin): boolean {
  const ctes = operation.kind === 'insert' ? (operation.query?.ctes ?? []) : operation.ctes;
  if (ctes.every(({ writes }) => writes === null)) return false;
  const isWritten = (origin: Origin): boolean => origin.migration === at.migration && origin.statement === at.statement;
  const asked = expressionsOf(operation).flatMap((expression) => queriesOf(expression).flatMap((query) => tablesOf(query)));
  return [...tablesNamedBy(operation), ...asked].some((name) => readsWritten(catalog, tableKey(catalog, name), isWritten));
}

/** Also through views. */
function readsWritten(catalog: Catalog, key: RelationKey, isWritten: (origin: Origin) => boolean): boolean {
  if (catalog.tables.get(key)?.writtenBy.some(isWritten) === true) return true;
  return catalog.views.get(key)?.dependsOn.some(({ relation }) => relation !== key && readsWritten(catalog, relation, isWritten)) === true;
}

/** Writes facts down. Older and weaker proofs of the same give way; a column that nobody described is filled by a check. */
export function establish(catalog: Catalog, key: RelationKey, facts: readonly Graded[], witness: Witness): Catalog {
  const table = catalog.tables.get(key);
  if (!table || facts.length === 0) return catalog;
  return putTable(
    catalog,
    facts.reduce((sum, graded) => withFact(sum, graded, proofOf(witness, graded.sure)), table),
  );
}

function withFact(table: Table, { fact }: Graded, proof: Proof): Table {
  const { proofs } = table;
  switch (fact.is) {
    case 'filled': {
      if (!columnNamed(table, fact.column)) return withFact(table, { fact: { is: 'check', expression: isFilled(fact.column) }, sure: true }, proof);
      return { ...table, columns: mapAll(table.columns, (column) => (column.name === fact.column ? withFilled(column, proof) : column)) };
    }
    case 'unique': {
      const columns = [...new Set(fact.keys.flatMap((each) => columnsIn(each).map(({ name }) => name)))];
      return {
        ...table,
        proofs: {
          ...proofs,
          unique: added(
            proofs.unique,
            { ...proof, columns, keys: fact.keys, nullsToo: fact.nullsToo, ...(fact.where ? { where: fact.where } : {}) },
            sameUnique,
          ),
        },
      };
    }
    case 'references': {
      const next: ReferenceProof = { ...proof, columns: fact.columns, references: fact.key, referencedColumns: fact.referencedColumns };
      return { ...table, proofs: { ...proofs, references: added(proofs.references, next, sameReference) } };
    }
    case 'check':
      return { ...table, proofs: { ...proofs, checks: added(proofs.checks, { ...proof, expression: fact.expression }, sameCheck) } };
  }
}

export const isFilled = (name: string): Expression => ({ kind: 'nullTest', operand: { kind: 'column', table: null, name }, negated: true });

/** A full fill makes the partial ones before it superfluous. */
function withFilled(column: Column, proof: Proof): Column {
  if (column.filled?.strength === 'proven' && proof.strength === 'likely') return column;
  if (proof.strength === 'likely') return { ...column, filled: proof };
  const { filledWhere: _, ...rest } = column;
  return { ...rest, filled: proof };
}

function added<P extends Proof>(old: readonly P[], next: P, same: (a: P, b: P) => boolean): readonly P[] {
  const stronger = old.some((proof) => proof.strength === 'proven' && same(proof, next));
  return stronger && next.strength === 'likely' ? old : [...old.filter((proof) => !same(proof, next)), next];
}

const sameList = (a: readonly string[], b: readonly string[]): boolean => a.length === b.length && a.every((one, index) => one === b[index]);
const sameReference = (a: ReferenceProof, b: ReferenceProof): boolean =>
  a.references === b.references && sameList(a.columns, b.columns) && sameList(a.referencedColumns, b.referencedColumns);
const sameCheck = (a: CheckProof, b: CheckProof): boolean => equalExpressions(a.expression, b.expression);
const sameSet = (a: readonly Expression[], b: readonly Expression[]): boolean =>
  a.length === b.length && a.every((one) => b.some((other) => equalExpressions(one, other)));
const sameUnique = (a: UniqueProof, b: UniqueProof): boolean => a.nullsToo === b.nullsToo && sameSet(a.keys, b.keys) && sameSet(a.where ?? [], b.where ?? []);
