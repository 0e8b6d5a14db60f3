import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { newFile, type Proposal, textOf } from './proposal.ts';

/** Where the files go, and how the command is called from there. */
export interface Place {
  /** Top of the repository, absolute. */
  readonly top: string;
  /** The configured folder below it, with "/"; empty: the top itself. */
  readonly folder: string;
  /** `prisma-migration-lint@0.1`: what npx is asked for. */
  readonly packageName: string;
}

export const CI = ['github', 'gitlab'] as const;
export const HOOKS = ['husky', 'lefthook', 'pre-commit'] as const;

/** The call, from the top of the repository. */
const call = ({ folder, packageName }: Place, rest: string): string => {
  const run = `npx --yes ${packageName} ${rest}`;
  return folder === '' ? run : `cd '${folder.replaceAll("'", "'\\''")}' && ${run}`;
};

/** The step for GitHub Actions. The branch comes in by the environment: its name is anybody's text. */
const github = (place: Place): readonly Proposal[] => [
  newFile(
    join(place.top, '.github/workflows/migration-lint.yml'),
    `# Lints the Prisma migrations that a pull request adds or changes; findings are shown beside the lines.
name: migration-lint
on: pull_request
permissions:
  contents: read
jobs:
  migration-lint:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
        with:
          fetch-depth: 0 # for the merge base
      - uses: actions/setup-node@v4
        with:
          node-version: 22
      - run: ${call(place, '--since "origin/$BASE"')}
        env:
          BASE: \${{ github.base_ref }}
`,
  ),
];

const gitlabJob = (place: Place): string => `# Lints the Prisma migrations that a merge request adds or changes; findings are shown in its code quality widget.
migration-lint:
  image: node:22
  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event"
  variables:
    GIT_DEPTH: '0' # for the merge base
  script:
    - ${call(place, '--since "$CI_MERGE_REQUEST_DIFF_BASE_SHA" --format terminal --format "gitlab:$CI_PROJECT_DIR/migration-lint.json"')}
  artifacts:
    when: always
    reports:
      codequality: migration-lint.json
`;

/** The whole pipeline where there is none; else a file beside it, to be included by it. */
function gitlab(place: Place): readonly Proposal[] {
  const pipeline = join(place.top, '.gitlab-ci.yml');
  const existing = textOf(pipeline);
  if (existing === null) return [newFile(pipeline, gitlabJob(place))];
  if (existing.includes('prisma-migration-lint')) return [newFile(pipeline, '')];
  const job = '.gitlab/migration-lint.yml';
  const included: Proposal = existing.includes(job)
    ? { is: 'leave', path: pipeline, because: 'it includes the job already', snippet: null }
    : { is: 'leave', path: pipeline, because: 'it is there already; include the job in it', snippet: `include:\n  - local: ${job}\n` };
  return [newFile(join(place.top, job), gitlabJob(place)), included];
}

export const ciProposals = (name: (typeof CI)[number], place: Place): readonly Proposal[] => (name === 'github' ? github(place) : gitlab(place));

/** What of it the repository already uses, so that it can be offered. */
export const usedCi = ({ top }: Place): (typeof CI)[number] => (existsSync(join(top, '.gitlab-ci.yml')) ? 'gitlab' : 'github');
