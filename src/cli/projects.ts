import { basename, dirname, extname } from 'node:path';
import type { Settings } from '../config/index.ts';
import type { ProjectInput } from '../engine/index.ts';
import { type Decoded, type History, historyOf, type MigrationFile, readText, withFile } from '../migration/index.ts';
import { NEWEST_POSTGRES } from '../postgres/index.ts';
import { locateSchema, prismaVersionOf, projectRoot } from '../prisma-schema/index.ts';
import { chooseRunner, type Runner } from '../runner/index.ts';
import { appliedThere, invalidIndexNotes } from './applied.ts';
import { compareWithBase } from './at-base.ts';
import { Changes } from './changed.ts';
import { Configurations } from './configurations.ts';
import { folderEntries, providerBeside } from './folder-entries.ts';
import { inputOf, inputsOf } from './inputs.ts';
import { shownPath } from './paths.ts';
import { PrismaSchemas } from './prisma-schemas.ts';
import { providerOf, readSchema, type SchemaText } from './schema-text.ts';
import { type Deployed, deployedIn, deployedOf, requireKnown } from './deployed.ts';
import { choose } from './reported.ts';
import type { RunOptions } from './run-options.ts';
import { type FolderTarget, type StandIn, type Targets, targetsOf } from './targets.ts';
import { UsageError } from './usage-error.ts';
import { besides, type WholeProject, wholeProject } from './whole-project.ts';
import type { World } from './world.ts';

/** What a run works on, and what is to be said about how it came to it. */
export interface Gathered {
  readonly projects: readonly ProjectInput[];
  /** Of the configuration that counts for the run as a whole. */
  readonly settings: Settings;
  /** One line each. */
  readonly notes: readonly string[];
  /** What the linting needs of Prisma; has more notes afterwards. */
  readonly prisma: PrismaSchemas;
  /** Those of the projects that are linted as a whole. */
  readonly whole: ReadonlyMap<ProjectInput, WholeProject>;
  /** One line each; the run goes on, and its exit code is 2. */
  readonly errors: readonly string[];
}

/** Finds and reads the projects that the command line means. */
export async function gather(options: RunOptions, world: World): Promise<Gathered> {
  const gathering = new Gathering(options, world);
  await gathering.start(options.stdin === null ? world.cwd : dirname(options.stdin.path));
  await gathering.add(await targetsOf(options, gathering.configured, world));
  return gathering.result();
}

/** The same, for exactly these targets, of which there may be nothing to lint. `settings`: those of the projects, in their order. */
export async function gatherTargets(targets: Targets, options: RunOptions, world: World): Promise<Found & { readonly settings: readonly Settings[] }> {
  const gathering = new Gathering(options, world);
  await gathering.add(targets);
  return { ...gathering.found(), settings: gathering.used };
}

type Found = Omit<Gathered, 'settings'>;

/** A history with what is to be known before it can be said which of its migrations are reported on. */
export interface Candidate {
  readonly target: FolderTarget;
  readonly history: History;
  readonly settings: Settings;
  readonly schema: SchemaText | null;
  readonly provider: string;
}

const LINTED: readonly string[] = ['postgresql', 'postgres', 'cockroachdb'];

class Gathering {
  readonly #options: RunOptions;
  readonly #world: World;
  readonly #configurations: Configurations;
  readonly #notes: string[] = [];
  readonly #errors: string[] = [];
  readonly #projects: ProjectInput[] = [];
  readonly #refused: string[] = [];
  readonly #prisma: PrismaSchemas;
  readonly #whole = new Map<ProjectInput, WholeProject>();
  #settings: Settings | null = null;

  constructor(options: RunOptions, world: World) {
    this.#options = options;
    this.#world = world;
    this.#configurations = new Configurations(options, world);
    this.#prisma = new PrismaSchemas(world);
  }

  /** Takes the configuration of a folder for that of the run. */
  async start(folder: string): Promise<void> {
    this.#settings = await this.#configurations.for(folder);
  }

  readonly configured = async (folder: string): Promise<readonly string[] | null> => (await this.#configurations.for(folder)).migrations;

  async add({ folders, files, standIns }: Targets): Promise<void> {
    const candidates: Candidate[] = [];
    for (const target of folders) candidates.push(await this.#candidate(target, standIns));
    const linted = candidates.filter((candidate) => this.#isLinted(candidate));
    this.#checkNames(linted);
    this.#notes.push(...invalidIndexNotes(linted.map(({ settings }) => settings)));
    const changes = this.#options.since === null ? null : new Changes(this.#options.since, this.#world.cwd);
    for (const candidate of linted) {
      const project = this.#project(candidate, changes);
      this.#projects.push(project);
      const whole = standIns.length === 0 ? wholeProject(candidate, changes, this.#world) : null;
      if (whole) this.#whole.set(project, whole);
    }
    for (const path of files) await this.#addFile(path, standIns, changes);
  }

  result(): Gathered {
    if (this.#settings === null) throw new Error('nothing was gathered yet');
    const found = this.found();
    if (this.#projects.length === 0 && this.#refused.length > 0) throw new UsageError(this.#refused.join('; '));
    if (this.#projects.length === 0 && this.#errors.length > 0) throw new UsageError(this.#errors.join('\nerror: '));
    const used = new Set(this.used);
    const [only] = used;
    const settings = this.#settings.path === null && used.size === 1 && only ? only : this.#settings;
    return { ...found, settings };
  }

  found(): Found {
    return { projects: this.#projects, notes: [...this.#notes, ...this.#refused], prisma: this.#prisma, whole: this.#whole, errors: this.#errors };
  }

  readonly used: Settings[] = [];

  async #candidate(target: FolderTarget, standIns: readonly StandIn[]): Promise<Candidate> {
    const history = standIns.filter(({ path }) => dirname(dirname(path)) === target.folder).reduce(standingIn, historyOf(target.folder));
    const settings = await this.#configurations.for(projectRoot(target.folder));
    const schema = this.#schema(settings, () => locateSchema(target.folder));
    return { target, history, settings, schema, provider: providerOf(target.folder, schema) };
  }

  #schema(settings: Settings, locate: () => ReturnType<typeof locateSchema>): SchemaText | null {
    return readSchema(this.#options.schema ?? settings.schema, locate, this.#world);
  }

  /** Says so of what is not linted, and of what cannot be read. */
  #isLinted({ target, history, provider, schema }: Candidate): boolean {
    const folder = shownPath(target.folder, this.#world);
    if (!LINTED.includes(provider)) {
      const said = providerBeside(target.folder, schema);
      const clash = said !== null && said !== provider ? ` (its schema.prisma says ${said}: Prisma stops there, P3019)` : '';
      this.#refused.push(
        `${folder}: not linted, because its provider is ${provider}${clash}; only postgresql (and cockroachdb, as far as it behaves alike) is`,
      );
      return false;
    }
    if (provider === 'cockroachdb') this.#notes.push(`${folder}: CockroachDB is linted as PostgreSQL; it locks and rewrites less`);
    for (const { path, because } of history.unreadable) this.#errors.push(`cannot read ${shownPath(path, this.#world)}: ${because}`);
    if (history.migrations.length === 0 && history.unreadable.length === 0) this.#notes.push(`${folder} has no migrations yet`);
    return true;
  }

  #deployed(settings: Settings): readonly Deployed[] {
    return deployedOf(this.#options.deployedThrough, settings, this.#world);
  }

  /** Every name has to occur in one of the projects that it is said of. */
  #checkNames(candidates: readonly Candidate[]): void {
    for (const settings of new Set(candidates.map((candidate) => candidate.settings))) {
      const about = this.#options.deployedThrough === null ? candidates.filter((candidate) => candidate.settings === settings) : candidates;
      requireKnown(
        this.#deployed(settings),
        about.map(({ target, history }) => ({ folder: target.folder, migrations: history.migrations })),
        this.#world,
      );
    }
  }

  #project({ target, history, settings, schema, provider }: Candidate, changes: Changes | null): ProjectInput {
    const base = changes === null ? null : compareWithBase(changes, target.folder, history);
    const applied = appliedThere(history.migrations, settings.statistics?.applied ?? null);
    const choice = choose(history.migrations, target, { deployed: deployedIn(target.folder, this.#deployed(settings)), base, applied });
    const root = projectRoot(target.folder);
    return {
      ...this.#circumstances(root, settings, schema),
      provider,
      migrationsDir: shownPath(target.folder, this.#world),
      migrations: inputsOf(history, target.folder, choice, this.#world),
      entries: folderEntries({ target, history, schema, changes, base }, this.#world),
      settled: choice.settled,
      history: 'folder',
      isReported: ({ name }) => choice.reported.has(name),
      ...(changes === null || schema === null ? {} : { deployed: () => this.#prisma.deployed(changes, schema, besides(target.folder)) }),
    };
  }

  async #addFile(path: string, standIns: readonly StandIn[], changes: Changes | null): Promise<void> {
    const onDisk = readText(path);
    const instead = standIns.find((standIn) => standIn.path === path)?.instead(onDisk.is === 'read' ? onDisk : null);
    const read = instead ? { is: 'read' as const, ...instead } : onDisk;
    if (read.is === 'unreadable') this.#errors.push(`cannot read ${shownPath(path, this.#world)}: ${read.because}`);
    else if (changes === null || changes.has(path)) await this.#addExcerpt({ name: nameOf(path), path, text: read.text, encoding: read.encoding });
  }

  /** SQL whose history is not at hand. */
  async #addExcerpt(file: MigrationFile): Promise<void> {
    const folder = dirname(file.path);
    const settings = await this.#configurations.for(folder);
    this.#projects.push({
      ...this.#circumstances(
        folder,
        settings,
        this.#schema(settings, () => null),
      ),
      provider: 'postgresql',
      migrationsDir: null,
      migrations: [inputOf(file, shownPath(file.path, this.#world), null)],
      history: 'excerpt',
      isReported: () => true,
    });
  }

  #circumstances(
    root: string,
    settings: Settings,
    schema: SchemaText | null,
  ): Pick<ProjectInput, 'root' | 'schemaPath' | 'runner' | 'server' | 'schema' | 'policy'> {
    this.used.push(settings);
    return {
      root: shownPath(root, this.#world),
      schemaPath: schema?.path ?? null,
      runner: this.#runner(root, settings),
      server: { version: this.#options.postgresVersion ?? settings.postgresVersion ?? NEWEST_POSTGRES, timeZone: null },
      schema: schema?.model ?? null,
      policy: settings.policy,
    };
  }

  #runner(root: string, settings: Settings): Runner {
    const override = this.#options.runner ?? settings.runner;
    if (this.#options.prismaVersion !== null) return chooseRunner({ prisma: { version: this.#options.prismaVersion, source: '--prisma-version' }, override });
    if (settings.prismaVersion !== null)
      return chooseRunner({ prisma: { version: settings.prismaVersion, source: shownPath(settings.path ?? '', this.#world) }, override });
    return chooseRunner({ prisma: prismaVersionOf(root), override });
  }
}

function standingIn(history: History, { path, instead }: StandIn): History {
  const name = basename(dirname(path));
  const old: Decoded | null = history.migrations.find((migration) => migration.name === name) ?? null;
  return withFile(history, { name, path, ...instead(old) });
}

/** A migration.sql is called like its folder, another file like itself. */
export const nameOf = (path: string): string => (basename(path) === 'migration.sql' ? basename(dirname(path)) : basename(path, extname(path)));
