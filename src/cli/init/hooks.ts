import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { lastLines, newFile, type Proposal } from './proposal.ts';
import type { HOOKS, Place } from './workflows.ts';

type Hook = (typeof HOOKS)[number];

/** What is changed since the last commit, whether staged or not. */
const call = ({ folder, packageName }: Place): string => {
  const run = `npx --yes ${packageName} --since HEAD`;
  return folder === '' ? run : `(cd '${folder.replaceAll("'", "'\\''")}' && ${run})`;
};

const LEFTHOOK_FILES = ['lefthook.yml', 'lefthook.yaml', '.lefthook.yml', '.lefthook.yaml'];

/** An entry for a manager of git hooks: migrations that a commit would add are linted before it is made. */
export function hookProposal(hook: Hook, place: Place): Proposal {
  const { top } = place;
  if (hook === 'husky') return lastLines(join(top, '.husky/pre-commit'), `${call(place)}\n`);
  if (hook === 'lefthook') {
    const existing = LEFTHOOK_FILES.map((name) => join(top, name)).find((path) => existsSync(path));
    return newFile(existing ?? join(top, 'lefthook.yml'), lefthook(place));
  }
  return newFile(join(top, '.pre-commit-config.yaml'), preCommit(place));
}

const lefthook = (place: Place): string => `pre-commit:
  commands:
    migration-lint:
      glob: '**/migration.sql'
      run: ${call(place)}
`;

const preCommit = (place: Place): string => `repos:
  - repo: local
    hooks:
      - id: prisma-migration-lint
        name: prisma-migration-lint
        entry: ${place.folder === '' ? call(place) : `bash -c ${JSON.stringify(call(place))}`}
        language: system
        files: migration\\.sql$
        pass_filenames: false
`;

/** The manager that the repository uses. Null: none of them. */
export function usedHook({ top }: Place): Hook | null {
  if (existsSync(join(top, '.husky'))) return 'husky';
  if (LEFTHOOK_FILES.some((name) => existsSync(join(top, name)))) return 'lefthook';
  return existsSync(join(top, '.pre-commit-config.yaml')) ? 'pre-commit' : null;
}
