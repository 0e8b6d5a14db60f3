import { ambiguousMigrationOrder } from './ambiguous-migration-order.ts';
import { beginCommitSurprise } from './begin-commit-surprise.ts';
import { blockingForeignKey } from './blocking-foreign-key.ts';
import { blockingIndexBuild } from './blocking-index-build.ts';
import { blockingMaintenance } from './blocking-maintenance.ts';
import { blockingPartitionChange } from './blocking-partition-change.ts';
import { blockingRefresh } from './blocking-refresh.ts';
import { blockingSetNotNull } from './blocking-set-not-null.ts';
import { briefExclusiveLock } from './brief-exclusive-lock.ts';
import { bulkWrite } from './bulk-write.ts';
import { cascadeDeleteAdded } from './cascade-delete-added.ts';
import { changeColumnType } from './change-column-type.ts';
import { commandRefusedInTransaction } from './command-refused-in-transaction.ts';
import { commentWithoutEffect } from './comment-without-effect.ts';
import { concurrentlyInTransaction } from './concurrently-in-transaction.ts';
import { constraintOverExistingRows } from './constraint-over-existing-rows.ts';
import { deleteRows } from './delete-rows.ts';
import { deleteWithoutWhere } from './delete-without-where.ts';
import { dropAndRecreateColumn } from './drop-and-recreate-column.ts';
import { dropCascade } from './drop-cascade.ts';
import { dropColumn } from './drop-column.ts';
import { dropDefault } from './drop-default.ts';
import { dropHandmadeIndex } from './drop-handmade-index.ts';
import { dropSchema } from './drop-schema.ts';
import { dropTable } from './drop-table.ts';
import { dropType } from './drop-type.ts';
import { dropView } from './drop-view.ts';
import { dropWithDependents } from './drop-with-dependents.ts';
import { duplicateObject } from './duplicate-object.ts';
import { editedAppliedMigration } from './edited-applied-migration.ts';
import { emptyMigration } from './empty-migration.ts';
import { enumValueUsedBeforeCommit } from './enum-value-used-before-commit.ts';
import { failingWrite } from './failing-write.ts';
import { foreignKeyMismatch } from './foreign-key-mismatch.ts';
import { foreignKeyWithoutOrphanCheck } from './foreign-key-without-orphan-check.ts';
import { halfAppliedOnFailure } from './half-applied-on-failure.ts';
import { handEditedMigration } from './hand-edited-migration.ts';
import { invalidDefault } from './invalid-default.ts';
import { longIdentifier } from './long-identifier.ts';
import { misplacedSqlFile } from './misplaced-sql-file.ts';
import { missingLockFile } from './missing-lock-file.ts';
import { missingLockTimeout } from './missing-lock-timeout.ts';
import { missingMigrationFile } from './missing-migration-file.ts';
import { misusedLockTimeout } from './misused-lock-timeout.ts';
import { mixedLineEnds } from './mixed-line-ends.ts';
import { moveToSchema } from './move-to-schema.ts';
import { newEnumValueWritten } from './new-enum-value-written.ts';
import { opaqueStatement } from './opaque-statement.ts';
import { openTransaction } from './open-transaction.ts';
import { outOfOrderMigration } from './out-of-order-migration.ts';
import { pendingTriggerEvents } from './pending-trigger-events.ts';
import { primaryKeyOverExistingRows } from './primary-key-over-existing-rows.ts';
import { relationWithoutIndex } from './relation-without-index.ts';
import { relaxNotNull } from './relax-not-null.ts';
import { removeEnumValue } from './remove-enum-value.ts';
import { renameAsDropAndAdd } from './rename-as-drop-and-add.ts';
import { renameColumn } from './rename-column.ts';
import { renameEnumValue } from './rename-enum-value.ts';
import { renameTable } from './rename-table.ts';
import { renameType } from './rename-type.ts';
import { requiredColumnWithoutDefault } from './required-column-without-default.ts';
import { rewritingAddColumn } from './rewriting-add-column.ts';
import { schemaDrift } from './schema-drift.ts';
import { setLeaksIntoLaterMigrations } from './set-leaks-into-later-migrations.ts';
import { setLocalWithoutEffect } from './set-local-without-effect.ts';
import { setNotNullWithoutBackfill } from './set-not-null-without-backfill.ts';
import { setNullOnRequiredColumn } from './set-null-on-required-column.ts';
import { severalTablesLocked } from './several-tables-locked.ts';
import { stricterWrites } from './stricter-writes.ts';
import { syntaxError } from './syntax-error.ts';
import { truncateTable } from './truncate-table.ts';
import { uniqueWithoutDuplicateCheck } from './unique-without-duplicate-check.ts';
import { unknownObject } from './unknown-object.ts';
import { unreadableEncoding } from './unreadable-encoding.ts';
import { unrelatedChanges } from './unrelated-changes.ts';
import { unsupportedByServer } from './unsupported-by-server.ts';
import { updateWithoutWhere } from './update-without-where.ts';
import { vagueMigrationName } from './vague-migration-name.ts';
import { validateInSameTransaction } from './validate-in-same-transaction.ts';
import { workUnderHeldLock } from './work-under-held-lock.ts';
import { wrongLockFile } from './wrong-lock-file.ts';
import type { Rule } from '../src/rule/index.ts';

/** Every rule there is, by the first harm it names. The order is that of lists and documentation. */
export const rules: readonly Rule[] = [
  // fails
  requiredColumnWithoutDefault,
  setNotNullWithoutBackfill,
  uniqueWithoutDuplicateCheck,
  primaryKeyOverExistingRows,
  foreignKeyWithoutOrphanCheck,
  constraintOverExistingRows,
  setNullOnRequiredColumn,
  foreignKeyMismatch,
  changeColumnType,
  removeEnumValue,
  enumValueUsedBeforeCommit,
  concurrentlyInTransaction,
  commandRefusedInTransaction,
  openTransaction,
  pendingTriggerEvents,
  dropWithDependents,
  unknownObject,
  duplicateObject,
  unsupportedByServer,
  invalidDefault,
  failingWrite,
  longIdentifier,
  syntaxError,
  unreadableEncoding,
  missingMigrationFile,
  wrongLockFile,
  editedAppliedMigration,
  // loses
  renameAsDropAndAdd,
  dropAndRecreateColumn,
  dropColumn,
  dropTable,
  dropSchema,
  dropCascade,
  truncateTable,
  deleteWithoutWhere,
  deleteRows,
  updateWithoutWhere,
  // blocks
  blockingIndexBuild,
  blockingForeignKey,
  blockingSetNotNull,
  validateInSameTransaction,
  rewritingAddColumn,
  workUnderHeldLock,
  bulkWrite,
  blockingMaintenance,
  blockingRefresh,
  blockingPartitionChange,
  // breaks
  renameColumn,
  renameTable,
  moveToSchema,
  renameEnumValue,
  renameType,
  dropType,
  dropView,
  dropDefault,
  newEnumValueWritten,
  relaxNotNull,
  stricterWrites,
  // hygiene
  schemaDrift,
  handEditedMigration,
  dropHandmadeIndex,
  relationWithoutIndex,
  cascadeDeleteAdded,
  missingLockTimeout,
  misusedLockTimeout,
  briefExclusiveLock,
  severalTablesLocked,
  setLocalWithoutEffect,
  setLeaksIntoLaterMigrations,
  beginCommitSurprise,
  halfAppliedOnFailure,
  commentWithoutEffect,
  opaqueStatement,
  outOfOrderMigration,
  ambiguousMigrationOrder,
  misplacedSqlFile,
  missingLockFile,
  emptyMigration,
  mixedLineEnds,
  vagueMigrationName,
  unrelatedChanges,
];
