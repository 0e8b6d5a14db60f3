import type { Expression } from '../operation/index.ts';
import { mentionsColumn } from './dependencies.ts';
import type { Column, RelationKey, RowProofs } from './model.ts';
import { changed, mapAll } from './replace.ts';

export const NO_PROOFS: RowProofs = { unique: [], references: [], checks: [] };

const without = <Value>(values: readonly Value[], unwanted: (value: Value) => boolean): readonly Value[] =>
  values.some(unwanted) ? values.filter((value) => !unwanted(value)) : values;

const withImages = (proofs: RowProofs, images: RowProofs['images']): RowProofs =>
  images === undefined || images === proofs.images ? proofs : { ...proofs, images };

/** The proofs that do not speak of a column: its values are gone, or others. */
export function proofsWithoutColumn(proofs: RowProofs, column: string): RowProofs {
  const kept = changed(proofs, {
    unique: without(proofs.unique, (proof) => proof.columns.includes(column) || (proof.where ?? []).some((part) => mentionsColumn(part, column))),
    references: without(proofs.references, (proof) => proof.columns.includes(column)),
    checks: without(proofs.checks, (proof) => mentionsColumn(proof.expression, column)),
  });
  const images = proofs.images && without(proofs.images, (proof) => [proof.expression, ...proof.where].some((part) => mentionsColumn(part, column)));
  return withImages(kept, images);
}

/** The proofs with the names inside them replaced. */
export interface ProofNames {
  /** The table's own columns. */
  readonly columns: (names: readonly string[]) => readonly string[];
  readonly expression: (expression: Expression) => Expression;
}

export function replaceInProofs(proofs: RowProofs, { columns, expression }: ProofNames): RowProofs {
  const next = changed(proofs, {
    unique: mapAll(proofs.unique, (proof) =>
      changed(proof, {
        columns: columns(proof.columns),
        keys: mapAll(proof.keys, expression),
        ...(proof.where ? { where: mapAll(proof.where, expression) } : {}),
      }),
    ),
    references: mapAll(proofs.references, (proof) => changed(proof, { columns: columns(proof.columns) })),
    checks: mapAll(proofs.checks, (proof) => changed(proof, { expression: expression(proof.expression) })),
  });
  const images =
    proofs.images && mapAll(proofs.images, (proof) => changed(proof, { expression: expression(proof.expression), where: mapAll(proof.where, expression) }));
  return withImages(next, images);
}

/** Proofs about values in another table: under its new key, with its column's new name. */
export function followReferenced(proofs: RowProofs, from: RelationKey, to: RelationKey, column: (name: string) => string = (name) => name): RowProofs {
  const next = changed(proofs, {
    references: mapAll(proofs.references, (proof) =>
      proof.references === from ? changed(proof, { references: to, referencedColumns: mapAll(proof.referencedColumns, column) }) : proof,
    ),
  });
  const images =
    proofs.images &&
    mapAll(proofs.images, (proof) =>
      proof.references === from ? changed(proof, { references: to, referencedColumn: column(proof.referencedColumn) }) : proof,
    );
  return withImages(next, images);
}

/** What is left of partial backfills once the column's values are others: nothing. */
export function withoutPartialFills(column: Column): Column {
  if (column.filledWhere === undefined) return column;
  const { filledWhere: _gone, ...rest } = column;
  return rest;
}
