import { existsSync } from 'node:fs';
import type { Report } from '../core/index.ts';
import { ConfigError } from './error.ts';

/** A report as text, made by code of the user's. `options` are those of our own reporters. */
export type CustomReporter = (report: Report, options: unknown) => string | Promise<string>;

/** The reporter that a module exports by default. Throws a {@link ConfigError} when it exports none, or the reporter fails. */
export async function readReporter(path: string): Promise<CustomReporter> {
  if (!existsSync(path)) throw new ConfigError('there is no such reporter', path);
  const { runModule } = await import('./run-module.ts');
  const reporter = await runModule(path);
  if (typeof reporter !== 'function') throw new ConfigError('a reporter exports a function by default: (report, options) => string', path);
  return async (report, options) => {
    const text: unknown = await callOf(reporter, [report, options], path);
    if (typeof text !== 'string') throw new ConfigError(`a reporter returns a text, not ${text === null ? 'null' : typeof text}`, path);
    return text;
  };
}

async function callOf(reporter: CallableFunction, given: readonly unknown[], path: string): Promise<unknown> {
  try {
    return await Reflect.apply(reporter, undefined, given);
  } catch (error) {
    throw new ConfigError(`the reporter failed: ${error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)}`, path);
  }
}
