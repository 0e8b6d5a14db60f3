/** Something in a migrations folder, or missing from it, that is no migration and yet matters to Prisma. */
export type FolderEntry =
  /** Prisma stops at it. `holds`: paths of SQL files below it, relative to it. */
  | { readonly is: 'folder without migration.sql'; readonly holds: readonly string[] }
  /** Prisma never reads it. `name`: relative to the migrations folder. */
  | { readonly is: 'stray file'; readonly name: string }
  /** Null: there is none. */
  | { readonly is: 'lock file'; readonly provider: string | null; readonly schemaProvider: string | null }
  /** They were there at `base` (`main`) and are gone. */
  | { readonly is: 'deleted migrations'; readonly names: readonly string[]; readonly base: string }
  /** The same text has another name than at `base`. */
  | { readonly is: 'renamed migration'; readonly from: string; readonly to: string; readonly base: string };

/** That a migration is not what it was when it was applied, or what it was at the base. */
export interface Edited {
  /** Where it is as it was: `main`, `the database`. */
  readonly from: string;
  /** `base`: a commit; `checksum`: what Prisma noted in `_prisma_migrations`. */
  readonly known: 'base' | 'checksum';
  /** A command that brings the old text back. Null: there is none that we know. */
  readonly restore: string | null;
}
