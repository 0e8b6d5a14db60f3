import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import picocolors from 'picocolors';
import { findConfig } from '../config/index.ts';
import type { Arguments } from './arguments.ts';
import { configText, deployedEntry, type FoundProject, foundProject } from './init/config-file.ts';
import { hookProposal, usedHook } from './init/hooks.ts';
import { newFile, type Proposal, textOf, write } from './init/proposal.ts';
import { scriptProposal } from './init/script.ts';
import { CI, ciProposals, HOOKS, type Place, usedCi } from './init/workflows.ts';
import { say } from './lint.ts';
import { lookFor } from './look.ts';
import { packageVersion } from './package-files.ts';
import { absolutePath, shownPath } from './paths.ts';
import { gather, type Gathered } from './projects.ts';
import { runOptions } from './run-options.ts';
import type { World } from './world.ts';

/** Writes a configuration that takes what exists as deployed and, on request, files for CI and hooks. Nothing is overwritten. */
export async function initCommand(given: Arguments, world: World): Promise<number> {
  const ci = given.choice('ci', CI);
  const hook = given.choice('hook', HOOKS);
  const gathered = await gather(runOptions(given, world), world);
  const place = placeOf(world);
  const projects = gathered.projects.map(foundProject);
  const proposals = [
    ...configProposals(gathered, projects, world),
    ...(given.flag('script') ? [scriptProposal(world.cwd)] : []),
    ...(ci === null ? [] : ciProposals(ci, place)),
    ...(hook === null ? [] : [hookProposal(hook, place)]),
  ];
  const isDry = given.flag('dry-run');
  if (!isDry) for (const proposal of proposals) write(proposal);
  const colors = picocolors.createColors(lookFor(given, world).color);
  const lines = [
    ...projects.map(
      ({ migrationsDir, migrations, newest }) =>
        `${migrationsDir}: ${migrations} migration${migrations === 1 ? '' : 's'}${newest === null ? '' : `, the newest is ${newest}`}`,
    ),
    '',
    ...proposals.flatMap((proposal) => told(proposal, isDry, world)),
    ...(isDry ? ['', 'Nothing was written (--dry-run).'] : ['', ...nextSteps(given, place)]),
  ];
  await world.stdout.write(`${lines.map((line) => (line.startsWith('  |') ? colors.dim(line) : line)).join('\n')}\n`);
  await say(gathered.notes, gathered.errors, false, world);
  return gathered.errors.length > 0 ? 2 : 0;
}

/** The configuration, unless every project has one; those are told what is missing in theirs. */
function configProposals({ settings }: Gathered, projects: readonly FoundProject[], world: World): readonly Proposal[] {
  const configured = new Map(projects.map((project) => [project, findConfig(absolutePath(project.root, world))]));
  const without = projects.filter((project) => configured.get(project) === null);
  const existing = [...new Set(configured.values())].filter((path) => path !== null);
  const left = existing.map((path): Proposal => {
    const entry = deployedEntry(projects.filter((project) => configured.get(project) === path));
    return path !== settings.path || settings.deployedThrough.length > 0 || entry === ''
      ? { is: 'leave', path, because: 'it is there already', snippet: null }
      : { is: 'leave', path, because: 'it is there already; this is how it would take what exists as deployed', snippet: entry };
  });
  return without.length === 0 ? left : [...left, newFile(join(world.cwd, 'migration-lint.config.ts'), configText(without))];
}

function placeOf(world: World): Place {
  const top = topOf(world.cwd);
  const [major = '0', minor = '0'] = packageVersion().split('.');
  const folder = shownPath(world.cwd, { cwd: top });
  return { top, folder: folder === '.' ? '' : folder, packageName: `prisma-migration-lint@${major === '0' ? `0.${minor}` : major}` };
}

/** What one file comes to; each line of its text behind a bar. */
function told(proposal: Proposal, isDry: boolean, world: World): readonly string[] {
  const path = shownPath(proposal.path, world);
  const behindBar = (text: string): readonly string[] =>
    text
      .trimEnd()
      .split('\n')
      .map((line) => `  | ${line}`.trimEnd());
  switch (proposal.is) {
    case 'create':
      return [`${isDry ? 'would write' : 'wrote'} ${path}`, ...behindBar(proposal.text)];
    case 'add':
      return [`${isDry ? 'would add to' : 'added to'} ${path}`, ...behindBar(proposal.added)];
    case 'leave':
      return [`left ${path} as it is: ${proposal.because}`, ...(proposal.snippet === null ? [] : behindBar(proposal.snippet))];
  }
}

/** What else there is, as far as it was not asked for. */
function nextSteps(given: Arguments, place: Place): readonly string[] {
  const hook = usedHook(place);
  const steps = [
    ['npx prisma-migration-lint', 'lints what comes after these'],
    ...(textOf(join(place.top, place.folder, 'package.json'))?.includes('"prisma-migration-lint"') === false
      ? [[`npm install --save-dev prisma-migration-lint`, 'the version that everybody uses, and the types of the configuration']]
      : []),
    ...(given.text('ci') === null ? [[`npx prisma-migration-lint init --ci ${usedCi(place)}`, 'a CI step for what a branch adds']] : []),
    ...(given.text('hook') === null ? [[`npx prisma-migration-lint init --hook ${hook ?? HOOKS.join('|')}`, 'before each commit']] : []),
    ...(given.flag('script') ? [] : [['npx prisma-migration-lint init --script', 'a script in package.json']]),
  ];
  const width = Math.max(...steps.map(([command = '']) => command.length));
  return ['Next:', ...steps.map(([command = '', about = '']) => `  ${command.padEnd(width)}  ${about}`)];
}

/** The top of the repository, or the folder itself outside of one. */
function topOf(folder: string): string {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, '.git'))) return at;
    if (dirname(at) === at) return folder;
  }
}
