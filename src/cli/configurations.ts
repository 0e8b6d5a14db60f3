import { findConfig, readConfig, resolveSettings, type Settings } from '../config/index.ts';
import type { RunOptions } from './run-options.ts';
import type { World } from './world.ts';

/** The settings that count in a folder. Every configuration is read once. */
export class Configurations {
  readonly #options: Pick<RunOptions, 'config' | 'rules' | 'stats'> & Partial<Pick<RunOptions, 'isLive'>>;
  readonly #world: World;
  readonly #read = new Map<string | null, Promise<Settings>>();

  constructor(options: Pick<RunOptions, 'config' | 'rules' | 'stats'> & Partial<Pick<RunOptions, 'isLive'>>, world: World) {
    this.#options = options;
    this.#world = world;
  }

  /** Of the nearest configuration to the folder, unless the command line names one, or none. */
  for(folder: string): Promise<Settings> {
    const { config } = this.#options;
    const path = config === 'none' ? null : (config ?? findConfig(folder));
    const known = this.#read.get(path);
    if (known) return known;
    const settings = this.#settings(path);
    this.#read.set(path, settings);
    return settings;
  }

  async #settings(path: string | null): Promise<Settings> {
    const source = path === null ? null : await readConfig(path, this.#options.isLive);
    const { rules, stats } = this.#options;
    return resolveSettings(source, { rules, stats }, this.#world.cwd);
  }
}
