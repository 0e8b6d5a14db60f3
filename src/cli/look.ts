import type { ReporterOptions } from '../reporters/index.ts';
import type { Arguments } from './arguments.ts';
import { lookOf } from './outputs.ts';
import type { World } from './world.ts';

/** As {@link lookOf}, with what the command line says. `file`: null for standard output. */
export const lookFor = (given: Arguments, world: World, file: string | null = null): ReporterOptions =>
  lookOf(given.flag('no-color') ? false : given.flag('color') ? true : null, file !== null, world);
