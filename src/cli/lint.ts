import { dirname } from 'node:path';
import { type FailOn, type ParserName, readReporter } from '../config/index.ts';
import type { Diagnostic, Report, Summary } from '../core/index.ts';
import { lint, type LintRequest, type Memory, type ProjectInput, textsToParse } from '../engine/index.ts';
import { reporters } from '../reporters/index.ts';
import type { Arguments } from './arguments.ts';
import { readText } from '../migration/index.ts';
import { type Cache, cacheOf, prepare } from './cache.ts';
import { Configurations } from './configurations.ts';
import { lookFor } from './look.ts';
import { type ConfiguredOutputs, deliver, outputsOf } from './outputs.ts';
import { createLibpgQueryParser, OnDemandParser } from '../parsers/index.ts';
import { packageVersion, rulePage, rulesWithPages } from './package-files.ts';
import { printedConfig } from './print-config.ts';
import { Progress } from './progress.ts';
import { type Gathered, gather } from './projects.ts';
import { failOn, type RunOptions, runOptions } from './run-options.ts';
import type { World } from './world.ts';

const FORMATS = Object.keys(reporters);

/** Lints what the paths mean, prints the reports, and says with the exit code whether anything reached the threshold. */
export async function lintCommand(given: Arguments, world: World): Promise<number> {
  const started = world.now();
  const options = runOptions(given, world);
  const grammar = new OnDemandParser(createLibpgQueryParser);
  if (options.parser !== 'pgsql-ast-parser') expectNamed(options.paths, given.flag('no-cache'), grammar);
  const threshold = failOn(given);
  const maxWarnings = given.wholeNumber('max-warnings');
  outputsOf(given.raw, null, FORMATS, world);
  if (given.flag('print-config')) return await printConfig(options, world);
  const gathered = await gather(options, world);
  const outputs = outputsOf(given.raw, configuredOutputs(gathered.settings), FORMATS, world);
  const parserName = options.parser ?? gathered.settings.parser;
  const report = await lintAll(gathered, { cache: cacheOf(given, options, world), parserName, grammar, started }, world);
  const printed = options.quiet ? { ...report, diagnostics: report.diagnostics.filter(({ severity }) => severity === 'error') } : report;
  for (const output of outputs) {
    const reporter = reporters[output.format] ?? (await readReporter(output.format));
    await deliver(output, (look) => reporter(printed, look), lookFor(given, world, output.file), world);
  }
  await say(report.notes, gathered.errors, options.quiet, world);
  if (gathered.errors.length > 0) return 2;
  return exceeds(report.summary, threshold ?? gathered.settings.failOn ?? 'error', maxWarnings) ? 1 : 0;
}

/** A file that is named was probably just changed: should it need the grammar, that gets ready while the history is read. */
function expectNamed(paths: readonly string[], inFull: boolean, grammar: OnDemandParser): void {
  const files = paths.filter((path) => path.endsWith('.sql'));
  if (inFull && files.length > 0) grammar.load();
  else grammar.announce(files.map(readText).flatMap((read) => (read.is === 'read' ? [read.text] : [])));
}

async function printConfig(options: RunOptions, world: World): Promise<number> {
  const settings = await new Configurations(options, world).for(options.paths[0] ?? world.cwd);
  await world.stdout.write(printedConfig(settings, world));
  return 0;
}

const configuredOutputs = ({ path, reporters }: Gathered['settings']): ConfiguredOutputs | null =>
  path === null || reporters === null ? null : { reporters, folder: dirname(path) };

interface Means {
  readonly cache: Cache | null;
  /** Null: nobody named one. */
  readonly parserName: ParserName | null;
  readonly grammar: OnDemandParser;
  /** By the clock of the world. */
  readonly started: number;
}

async function lintAll({ projects, whole, notes, prisma }: Gathered, { cache, parserName, grammar, started }: Means, world: World): Promise<Report> {
  const progress = new Progress(world);
  const documented = rulesWithPages();
  const request: Omit<LintRequest, 'parser'> = {
    projects: await prisma.completed(projects, whole, cache?.renderings ?? null),
    today: world.today,
    docs: (rule) => (documented.has(rule) ? `rules/${rule}.md` : null),
    onMigration: (done, total) => progress.at(done, total),
  };
  const textsOf = (memory: Memory | null): Iterable<string> | 'any' => {
    const unknown = request.projects.filter((project) => memory?.resultOf(project, request) == null);
    return textsToParse(unknown, memory);
  };
  const { parser, memory, notes: about, close } = await prepare(cache, parserName, grammar, textsOf);
  const { counts, ...result } = lint({ ...request, parser, ...(memory === null ? {} : { memory }) });
  close();
  await progress.clear();
  const advice = adviceFor(counts, result.diagnostics);
  return {
    ...result,
    ...(advice === null ? {} : { advice }),
    tool: { name: 'prisma-migration-lint', version: packageVersion(), parser: parser.name },
    summary: { ...counts, durationMs: Math.round(world.now() - started) },
    notes: [...about, ...notes, ...prisma.notes, ...result.notes],
    describe: describing(projects),
  };
}

/** Rules by name: ours have pages, those of plugins what their meta says. */
function describing(projects: readonly ProjectInput[]): NonNullable<Report['describe']> {
  const rules = new Map(projects.flatMap(({ policy }) => policy.rules.map(({ rule }) => [rule.id, rule.meta])));
  return (id) => {
    const meta = rules.get(id);
    return meta && { summary: meta.summary, harms: meta.harms, severity: meta.severity, page: rulePage(id) };
  };
}

/** Migrations from which on a history that is reported as a whole is an old one, most of which is deployed. */
const OLD_HISTORY = 10;

/** Null: the findings are about what is to be deployed, as far as one can tell. */
function adviceFor({ migrations, reported }: Pick<Summary, 'migrations' | 'reported'>, diagnostics: readonly Diagnostic[]): string | null {
  const concerned = new Set(diagnostics.filter(({ severity }) => severity !== 'info').map(({ file }) => file));
  if (reported < OLD_HISTORY || reported < migrations || concerned.size < 2) return null;
  return 'Is most of this deployed already? `npx prisma-migration-lint init` writes a configuration that says so; then only what comes later is reported.';
}

/** Notes and errors about the run itself, beside the report. */
export async function say(notes: readonly string[], errors: readonly string[], quiet: boolean, world: World): Promise<void> {
  const lines = [...(quiet ? [] : notes.map((note) => `note: ${note}`)), ...errors.map((error) => `error: ${error}`)];
  await world.stderr.write(lines.map((line) => `${line}\n`).join(''));
}

function exceeds({ errors, warnings, infos }: Summary, threshold: FailOn, maxWarnings: number | null): boolean {
  const counted: Readonly<Record<FailOn, number>> = { never: 0, error: errors, warning: errors + warnings, info: errors + warnings + infos };
  return counted[threshold] > 0 || (maxWarnings !== null && warnings > maxWarnings);
}
