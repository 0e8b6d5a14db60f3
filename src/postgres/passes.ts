import type { AddConstraint, Operation, OperationKind } from '../operation/index.ts';

/**
 * The order in which ALTER TABLE runs its clauses, whatever order they were written in. Source: AlterTablePass and ATPrepCmd() in
 * tablecmds.c. Before 17 ADD_COL came after OLD_CONSTR; no clause can tell, since OLD_INDEX and OLD_CONSTR are made by ALTER_TYPE alone.
 */
const PASSES = [
  'DROP',
  'ALTER_TYPE',
  'ADD_COL',
  'SET_EXPRESSION',
  'OLD_INDEX',
  'OLD_CONSTR',
  'ADD_CONSTR',
  'COL_ATTRS',
  'ADD_INDEXCONSTR',
  'ADD_INDEX',
  'ADD_OTHERCONSTR',
  'MISC',
] as const;
type Pass = (typeof PASSES)[number];

/** Kinds whose pass does not depend on anything else; the others of ALTER TABLE are in {@link passOf}. Kinds of other statements have none. */
const PASS_OF_KIND: Partial<Record<OperationKind, Pass>> = {
  dropColumn: 'DROP',
  dropConstraint: 'DROP',
  dropDefault: 'DROP',
  dropNotNull: 'DROP',
  alterColumnType: 'ALTER_TYPE',
  addColumn: 'ADD_COL',
  setNotNull: 'COL_ATTRS',
  setDefault: 'ADD_OTHERCONSTR',
  setColumnProperty: 'MISC',
  validateConstraint: 'MISC',
  alterConstraint: 'MISC',
  setTableProperty: 'MISC',
  setRowSecurity: 'MISC',
  setTriggerState: 'MISC',
  setInheritance: 'MISC',
  attachPartition: 'MISC',
  detachPartition: 'MISC',
};

function passOf(operation: Operation): Pass | null {
  switch (operation.kind) {
    case 'addConstraint':
      return constraintPass(operation);
    case 'setIdentity':
      return operation.action === 'drop' ? 'DROP' : operation.action === 'add' ? 'ADD_OTHERCONSTR' : 'MISC';
    case 'setGenerated':
      return operation.expression === null ? 'DROP' : 'SET_EXPRESSION';
    default:
      return PASS_OF_KIND[operation.kind] ?? null;
  }
}

function constraintPass({ constraint }: AddConstraint): Pass {
  switch (constraint.kind) {
    case 'primaryKey':
    case 'unique':
      return constraint.usingIndex === null ? 'ADD_INDEX' : 'ADD_INDEXCONSTR';
    case 'exclude':
      return 'ADD_INDEX';
    case 'notNull':
      return 'COL_ATTRS';
    case 'check':
    case 'foreignKey':
      return 'ADD_OTHERCONSTR';
  }
}

/** The operations of one statement in the order in which PostgreSQL runs them. Those of other statements than ALTER TABLE keep theirs. */
export function executionOrder(operations: readonly Operation[]): readonly Operation[] {
  if (operations.length < 2) return operations;
  const passes = operations.map(passOf);
  if (passes.includes(null)) return operations;
  const rank = (index: number): number => PASSES.indexOf(passes[index] ?? 'MISC');
  return operations
    .map((_, index) => index)
    .sort((a, b) => rank(a) - rank(b) || a - b)
    .flatMap((index) => operations[index] ?? []);
}
