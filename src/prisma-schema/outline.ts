import type { FieldFacts, ModelFacts, SchemaModel } from '../core/index.ts';

/** Functions of `@default(…)` that Prisma Client evaluates, so that the database has no default. */
const CLIENT_FUNCTIONS = ['uuid', 'cuid', 'nanoid', 'ulid'];

/**
 * The models of schema.prisma as far as messages need them, read line by line. It does not validate: what it does not
 * understand it passes over. `path`: as it is reported.
 */
export function outlineSchema(path: string, texts: readonly string[]): SchemaModel {
  const blocks = texts.flatMap(modelBlocks);
  const names = new Set(blocks.map(({ name }) => name));
  return { path, models: blocks.map(({ name, lines }) => outlineModel(name, lines, names)) };
}

/** The provider in the datasource block, or null. */
export function schemaProvider(texts: readonly string[]): string | null {
  for (const text of texts) {
    const block = /^\s*datasource\s+\w+\s*\{([^}]*)\}/m.exec(text)?.[1];
    const provider = block === undefined ? undefined : /^\s*provider\s*=\s*"([^"]+)"/m.exec(block)?.[1];
    if (provider !== undefined) return provider;
  }
  return null;
}

interface Block {
  readonly name: string;
  readonly lines: readonly string[];
}

function modelBlocks(text: string): readonly Block[] {
  const blocks: Block[] = [];
  let name: string | null = null;
  let lines: string[] = [];
  for (const raw of text.split(/\r?\n/)) {
    const line = withoutComment(raw).trim();
    const opened: string | undefined = name === null ? /^(?:model|view)\s+(\w+)\s*\{/.exec(line)?.[1] : undefined;
    if (opened !== undefined) {
      name = opened;
      lines = [];
    } else if (name !== null && line === '}') {
      blocks.push({ name, lines });
      name = null;
    } else if (name !== null && line !== '') lines.push(line);
  }
  return blocks;
}

/** `//` outside of quotes ends a line. */
function withoutComment(line: string): string {
  let quoted = false;
  for (let index = 0; index < line.length; index++) {
    const character = line[index];
    if (character === '\\') index++;
    else if (character === '"') quoted = !quoted;
    else if (!quoted && character === '/' && line[index + 1] === '/') return line.slice(0, index);
  }
  return line;
}

function outlineModel(model: string, lines: readonly string[], models: ReadonlySet<string>): ModelFacts {
  const attribute = (name: string): string | null =>
    lines.flatMap((line) => new RegExp(`^@@${name}\\(\\s*(?:\\w+\\s*:\\s*)?"([^"]*)"`).exec(line)?.[1] ?? [])[0] ?? null;
  return {
    model,
    schema: attribute('schema'),
    table: attribute('map') ?? model,
    ignored: lines.some((line) => line.startsWith('@@ignore')),
    fields: lines.flatMap((line) => outlineField(line, models)),
  };
}

function outlineField(line: string, models: ReadonlySet<string>): readonly FieldFacts[] {
  const match = /^(\w+)\s+(\w+)(\([^)]*\))?(\[\])?(\?)?(.*)$/.exec(line);
  if (!match) return [];
  const [, field = '', type = '', , list, optional, attributes = ''] = match;
  if (models.has(type)) return [];
  const plain = attributes.replaceAll(/"(?:[^"\\]|\\.)*"/g, '""');
  const mapped = /(?:^|\s)@map\(\s*(?:name\s*:\s*)?"([^"]*)"/.exec(attributes)?.[1];
  return [
    {
      field,
      column: mapped ?? field,
      required: optional === undefined && list === undefined,
      ignored: /@ignore\b/.test(plain),
      clientDefault: writtenDefault(plain),
    },
  ];
}

function writtenDefault(attributes: string): string | null {
  if (/@updatedAt\b/.test(attributes)) return '@updatedAt';
  return clientDefaultOf(/@default\(\s*(\w+)\(/.exec(attributes)?.[1] ?? null);
}

/** `@default(…)` with a function that leaves the database without a default; null for others. */
export const clientDefaultOf = (called: string | null): string | null =>
  called !== null && CLIENT_FUNCTIONS.includes(called) ? `@default(${called}())` : null;
