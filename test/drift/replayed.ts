import type { Catalog } from '../../src/catalog/index.ts';
import { replay } from '../../src/engine/index.ts';
import { createLibpgQueryParser } from '../../src/parsers/index.ts';
import { chooseRunner } from '../../src/engine/index.ts';

const parser = await createLibpgQueryParser();

/** The database after a history of one migration. */
export function replayed(text: string): Catalog {
  const migrations = [{ name: 'm', path: 'm/migration.sql', text }];
  const [only] = replay(
    { migrations, history: 'folder', isReported: () => false, runner: chooseRunner({ prisma: null }), server: { version: 17, timeZone: null } },
    parser,
  );
  if (!only) throw new Error('one migration was replayed');
  return only.after;
}
