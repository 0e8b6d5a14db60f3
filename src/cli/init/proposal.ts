import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { UsageError } from '../usage-error.ts';

/** What is to be done with a file. Nothing that exists is ever replaced: it is left, or gets lines added. Paths are absolute. */
export type Proposal =
  | { readonly is: 'create'; readonly path: string; readonly text: string }
  /** `text` is the whole file with the lines that are added. */
  | { readonly is: 'add'; readonly path: string; readonly added: string; readonly text: string }
  /** `snippet`: what to add by hand, or null where nothing is missing. */
  | { readonly is: 'leave'; readonly path: string; readonly because: string; readonly snippet: string | null };

const NAME = 'prisma-migration-lint';

/** A file of its own; one that exists is somebody's. */
export function newFile(path: string, text: string): Proposal {
  const existing = textOf(path);
  if (existing === null) return { is: 'create', path, text };
  if (existing.includes(NAME)) return { is: 'leave', path, because: 'it is there already', snippet: null };
  return { is: 'leave', path, because: 'it is there already, without this linter; add this', snippet: text };
}

/** Lines at the end of a file that may be there already. */
export function lastLines(path: string, lines: string): Proposal {
  const existing = textOf(path);
  if (existing === null) return { is: 'create', path, text: lines };
  if (existing.includes(NAME)) return { is: 'leave', path, because: 'it calls this linter already', snippet: null };
  return { is: 'add', path, added: lines, text: `${existing}${existing === '' || existing.endsWith('\n') ? '' : '\n'}${lines}` };
}

/** Null: there is no such file. */
export function textOf(path: string): string | null {
  if (!existsSync(path)) return null;
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new UsageError(`cannot read ${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Carries it out. Creating fails when the file came to be in the meantime. */
export function write(proposal: Proposal): void {
  if (proposal.is === 'leave') return;
  try {
    mkdirSync(dirname(proposal.path), { recursive: true });
    writeFileSync(proposal.path, proposal.text, { flag: proposal.is === 'create' ? 'wx' : 'w' });
  } catch (error) {
    throw new UsageError(`cannot write ${proposal.path}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
