/** Rules of warnings and errors by migration (without its timestamp), as the guides lead one to expect. */
export const EXPECTED: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  clean: {},
  'required-column': { add_medication_refill_at: ['required-column-without-default'], add_medication_tracking: ['required-column-without-default'] },
  'expand-contract': {},
  rename: { rename_username_generated: ['rename-as-drop-and-add'], rename_username_by_hand: ['rename-column'] },
  'concurrent-index': {
    index_audit_log_blocking: ['blocking-index-build'],
    index_audit_log_refused: ['comment-without-effect', 'concurrently-in-transaction'],
  },
  'unique-after-clean-up': {
    unique_deviation_id: ['unique-without-duplicate-check'],
    unique_slug_looked_at: ['unique-without-duplicate-check'],
    deduplicate_external_url: ['blocking-index-build', 'delete-rows'],
    add_fingerprint: ['blocking-index-build'],
  },
  'foreign-key': {
    relate_cluster_to_customer: ['foreign-key-without-orphan-check'],
    relate_owner_after_clean_up: ['delete-rows', 'validate-in-same-transaction'],
  },
  monorepo: { drop_account_legacy: ['drop-column'] },
};

interface Found {
  readonly rule: string;
  readonly migration: string;
  readonly severity: string;
}

/** The same of a JSON report. */
export function foundIn(json: string): Readonly<Record<string, readonly string[]>> {
  const report: { readonly diagnostics: readonly Found[] } = JSON.parse(json);
  const found: Record<string, string[]> = {};
  for (const { rule, migration, severity } of report.diagnostics) {
    if (severity === 'info') continue;
    const name = migration.replace(/^\d+_/, '');
    found[name] = [...new Set([...(found[name] ?? []), rule])].sort();
  }
  return found;
}
