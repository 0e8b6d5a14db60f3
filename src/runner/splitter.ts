import type { ConstraintDefinition, Operation, Script, Statement } from '../operation/index.ts';

/**
 * Would the parser inside Prisma ≥ 7.4 (the Rust crate sqlparser 0.61, PostgreSQL dialect) understand this statement? If it
 * fails on one statement, the whole file goes to the server as one message, that is, as one transaction.
 * The list was measured with that version; what is not in it parses.
 */
export const isSplittable = (statement: Statement): boolean => statement.operations.every((operation) => !isUnknownToPrisma(operation));

/** Index of the first statement that keeps Prisma ≥ 7.4 from splitting the file; null when it is split. */
export function firstUnsplittable(script: Script): number | null {
  if (script.byteOrderMark) return 0;
  const broken = script.problems[0]?.statement;
  const unsplittable = script.statements.find((statement) => !isSplittable(statement))?.index;
  const found = [broken, unsplittable].filter((index) => index !== undefined);
  return found.length > 0 ? Math.min(...found) : null;
}

function isUnknownToPrisma(operation: Operation): boolean {
  switch (operation.kind) {
    case 'doBlock':
    case 'reindex':
    case 'lockTable':
    case 'refreshMaterializedView':
    case 'alterSequence':
    case 'attachPartition':
    case 'detachPartition':
      return true;
    case 'dropIndex':
      return operation.concurrently;
    case 'addConstraint':
      return isUnknownConstraint(operation.constraint);
    case 'createTable':
      return operation.definition.constraints.some(isUnknownConstraint);
    case 'comment':
      return operation.objectType === 'function' || operation.objectType === 'procedure' || operation.objectType === 'aggregate';
    case 'administer':
      return operation.command.toUpperCase().startsWith('ALTER DATABASE');
    default:
      return false;
  }
}

const isUnknownConstraint = (constraint: ConstraintDefinition): boolean =>
  constraint.kind === 'exclude' || ((constraint.kind === 'primaryKey' || constraint.kind === 'unique') && constraint.usingIndex !== null);
