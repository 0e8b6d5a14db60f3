import { columnsOf, type Expression } from '../../operation/index.ts';
import type { Column, Constraint, Index, Origin, Proof, Table, UniqueProof } from '../model.ts';

/**
 * What a valid constraint or unique index guaranteed still holds of the rows when it is dropped, until other rows are
 * written: Prisma changes a foreign key's actions by dropping it and adding it again.
 */
export function keepProof(table: Table, dropped: Constraint, at: Origin): Table {
  if (!dropped.validated || !dropped.enforced) return table;
  const proof = proofOf(dropped.name, at);
  switch (dropped.kind) {
    case 'primaryKey':
    case 'unique':
      return withUnique(table, uniqueProof(proof, dropped.columns));
    case 'foreignKey': {
      const { table: references, columns: referencedColumns } = dropped.references;
      return {
        ...table,
        proofs: { ...table.proofs, references: [...table.proofs.references, { ...proof, columns: dropped.columns, references, referencedColumns }] },
      };
    }
    case 'check':
      return { ...table, proofs: { ...table.proofs, checks: [...table.proofs.checks, { ...proof, expression: dropped.expression }] } };
    default:
      return table;
  }
}

/** The same for a unique index over all rows. */
export function keepProofOfIndex(table: Table, index: Index, at: Origin): Table {
  if (!index.unique || !index.valid || index.where !== null) return table;
  const keys = index.elements.flatMap((element): readonly Expression[] =>
    element.column === null ? (element.expression ? [element.expression] : []) : [column(element.column)],
  );
  const columns = [...new Set(keys.flatMap((key) => [...columnsOf(key)]))];
  return withUnique(table, { ...proofOf(index.name, at), columns, keys, nullsToo: index.nullsNotDistinct });
}

/** A column that is no longer NOT NULL has no NULLs yet. */
export const keptFilled = (column: Column, by: Origin): Proof => ({
  by,
  strength: 'proven',
  lapses: true,
  because: `NOT NULL, which guaranteed it until it was dropped from ${column.name} in ${by.migration}`,
});

/** ALTER COLUMN … TYPE … USING an expression that is never NULL. */
export const filledByType = (column: Column, by: Origin): Proof => ({ by, strength: 'proven', because: `the new type of ${column.name} in ${by.migration}` });

const proofOf = (name: string, by: Origin): Proof => ({
  by,
  strength: 'proven',
  lapses: true,
  because: `${name}, which guaranteed it until it was dropped in ${by.migration}`,
});
const column = (name: string): Expression => ({ kind: 'column', table: null, name });
const uniqueProof = (proof: Proof, columns: readonly string[]): UniqueProof => ({ ...proof, columns, keys: columns.map(column), nullsToo: false });
const withUnique = (table: Table, proof: UniqueProof): Table => ({ ...table, proofs: { ...table.proofs, unique: [...table.proofs.unique, proof] } });
