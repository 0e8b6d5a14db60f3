import type { ConstraintDefinition, Operation } from '../operation/index.ts';

/** The constraints that an operation writes: on the table or on a column, in CREATE or ALTER TABLE. */
export function constraintsWritten(operation: Operation): readonly ConstraintDefinition[] {
  switch (operation.kind) {
    case 'addConstraint':
      return [operation.constraint];
    case 'addColumn':
      return operation.definition.constraints;
    case 'createTable':
      return [...operation.definition.constraints, ...operation.definition.columns.flatMap((column) => column.constraints)];
    default:
      return [];
  }
}
