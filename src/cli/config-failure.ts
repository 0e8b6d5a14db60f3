import { ConfigError, Misfit } from '../config/index.ts';
import { shownPath } from './paths.ts';
import type { World } from './world.ts';

/** The one line about a mistake in the configuration: `migration-lint.config.ts:4: unknown key "rulez" …`. Null: it is none. */
export function configFailure(error: unknown, world: World): string | null {
  if (error instanceof Misfit) return error.message;
  if (!(error instanceof ConfigError)) return null;
  const place = `${shownPath(error.file, world)}${error.line === null ? '' : `:${error.line}`}`;
  return `${place}: ${error.message}`;
}
