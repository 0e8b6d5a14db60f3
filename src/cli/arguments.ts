import { nearest } from '../engine/index.ts';
import type { OptionName } from './options.ts';
import { UsageError } from './usage-error.ts';

/** The arguments of a call, with types. Of an option that is given twice the last value counts. */
export class Arguments {
  readonly #values: ReadonlyMap<string, readonly unknown[]>;
  /** As they were typed, in their order. */
  readonly raw: readonly string[];
  readonly positionals: readonly string[];

  constructor(values: Readonly<Record<string, unknown>>, positionals: readonly string[], raw: readonly string[]) {
    this.#values = new Map(Object.entries(values).map(([name, value]) => [name, Array.isArray(value) ? value : [value]]));
    this.positionals = positionals;
    this.raw = raw;
  }

  flag(name: OptionName): boolean {
    return this.#values.get(name)?.at(-1) === true;
  }

  texts(name: OptionName): readonly string[] {
    const texts = (this.#values.get(name) ?? []).filter((value) => value !== undefined).map(String);
    if (texts.includes('')) throw new UsageError(`--${name} needs a value`);
    return texts;
  }

  text(name: OptionName): string | null {
    return this.texts(name).at(-1) ?? null;
  }

  choice<Name extends string>(name: OptionName, choices: readonly Name[]): Name | null {
    const text = this.text(name);
    if (text === null) return null;
    const found = choices.find((choice) => choice === text);
    if (found !== undefined) return found;
    throw new UsageError(`--${name} ${text}: it is one of ${choices.join(', ')}${didYouMean(nearest(text, choices))}`);
  }

  wholeNumber(name: OptionName): number | null {
    const text = this.text(name);
    if (text === null) return null;
    if (!/^\d+$/.test(text)) throw new UsageError(`--${name} ${text}: it takes a whole number`);
    return Number(text);
  }
}

export const didYouMean = (name: string | null): string => (name === null ? '' : ` (did you mean ${name}?)`);
