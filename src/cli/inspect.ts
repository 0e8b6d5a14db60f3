import { inspect, textsToParse } from '../engine/index.ts';
import { createLibpgQueryParser, OnDemandParser } from '../parsers/index.ts';
import { type InspectionReport, inspectionReporters } from '../reporters/index.ts';
import type { Arguments } from './arguments.ts';
import { cacheOf, prepare } from './cache.ts';
import { say } from './lint.ts';
import { lookFor } from './look.ts';
import { deliver, outputsOf } from './outputs.ts';
import { packageVersion } from './package-files.ts';
import { gather } from './projects.ts';
import { runOptions } from './run-options.ts';
import type { World } from './world.ts';

/** Prints what each statement does. */
export async function inspectCommand(given: Arguments, world: World): Promise<number> {
  const options = runOptions(given, world);
  const outputs = outputsOf(given.raw, null, Object.keys(inspectionReporters), world);
  const { projects, notes, errors, settings } = await gather(options, world);
  const {
    parser,
    memory,
    notes: about,
    close,
  } = await prepare(cacheOf(given, options, world), options.parser ?? settings.parser, new OnDemandParser(createLibpgQueryParser), (known) =>
    textsToParse(projects, known),
  );
  const inspection = inspect({ parser, projects, ...(memory === null ? {} : { memory }) });
  close();
  const texts = new Map(projects.flatMap(({ migrations }) => migrations.map(({ path, text }) => [path, { path, text }])));
  const report: InspectionReport = {
    ...inspection,
    tool: { name: 'prisma-migration-lint', version: packageVersion(), parser: parser.name },
    source: (path) => texts.get(path),
  };
  for (const output of outputs)
    await deliver(output, (look) => inspectionReporters[output.format]?.(report, look) ?? '', lookFor(given, world, output.file), world);
  await say([...about, ...notes], errors, options.quiet, world);
  return errors.length > 0 ? 2 : 0;
}
