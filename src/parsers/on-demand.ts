import type { Script } from '../operation/index.ts';
import type { Parser } from './parser.ts';
import { readScript } from './prisma-sql/index.ts';

/**
 * The parser of libpg-query, whose grammar is loaded when a text needs it: what Prisma Migrate prints is read without.
 * {@link parse} cannot wait, so that what will be parsed has to be announced; it throws for what was not and needs the grammar.
 */
export class OnDemandParser implements Parser {
  readonly name = 'libpg-query';
  readonly #load: () => Promise<Parser>;
  #loading: Promise<void> | null = null;
  #grammar: Parser | null = null;
  /** What was announced, until it is parsed; null: it needs the grammar. */
  readonly #read = new Map<string, Script | null>();

  constructor(load: () => Promise<Parser>) {
    this.#load = load;
  }

  /** Begins to load the grammar if one of the texts needs it. */
  announce(texts: Iterable<string>): void {
    for (const text of texts) {
      if (this.#loading !== null) return;
      if (this.needsGrammar(text)) this.load();
    }
  }

  load(): void {
    this.#loading ??= this.#load().then((grammar) => {
      this.#grammar = grammar;
    });
    // Whoever waits for it is told.
    this.#loading.catch(() => null);
  }

  /** Resolves when all that was announced can be parsed; rejects if the grammar cannot be loaded. */
  async ready(): Promise<void> {
    await this.#loading;
  }

  needsGrammar(text: string): boolean {
    const known = this.#read.get(text);
    if (known !== undefined) return known === null;
    const script = readScript(text);
    this.#read.set(text, script);
    return script === null;
  }

  parse(text: string): Script {
    const script = this.#read.get(text) ?? null;
    this.#read.delete(text);
    if (script !== null) return script;
    if (this.#grammar !== null) return this.#grammar.parse(text);
    const read = readScript(text);
    if (read === null) throw new Error('a text that needs the grammar is parsed before it is loaded');
    return read;
  }
}
