export { asSaved, decode, type Decoded, type Encoding } from './decode.ts';
export { isCalledMigrations, isMigrationsFolder, lockedProvider, MIGRATION_FILE } from './folder.ts';
export { type History, historyOf, type MigrationFile, type Unreadable, withFile } from './history.ts';
export { readText, type ReadText } from './read.ts';
export { type Found, type Given, given, search } from './search.ts';
