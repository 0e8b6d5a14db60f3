export { asSaved, decode, type Decoded, type Encoding } from './decode.ts';
export type { FoundEntry } from './entries.ts';
export { isCalledMigrations, isMigrationsFolder, LOCK_FILE, lockedProvider, MIGRATION_FILE } from './folder.ts';
export { type History, historyOf, type MigrationFile, type Unreadable, withFile } from './history.ts';
export { readText, type ReadText } from './read.ts';
export { type Found, type Given, expand, given, search } from './search.ts';
export { sameTexts, sameToPrisma } from './line-ends.ts';
