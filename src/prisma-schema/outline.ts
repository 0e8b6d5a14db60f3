import type { FieldFacts, ModelFacts, SchemaModel, SchemaPlace, SourceFile } from '../core/index.ts';

/** Functions of `@default(…)` that Prisma Client evaluates, so that the database has no default. */
const CLIENT_FUNCTIONS = ['uuid', 'cuid', 'nanoid', 'ulid'];

/**
 * The models of schema.prisma as far as messages need them, read line by line. It does not validate: what it does not
 * understand it passes over. `path`: as it is reported.
 */
export function outlineSchema(path: string, files: readonly SourceFile[]): SchemaModel {
  const blocks = files.flatMap(modelBlocks);
  const names = new Set(blocks.map(({ name }) => name));
  return { path, models: blocks.map((block) => outlineModel(block, names)) };
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

interface Line {
  /** Without comments and blanks around it. */
  readonly text: string;
  readonly place: SchemaPlace;
}

interface Block {
  readonly name: string;
  readonly isView: boolean;
  readonly place: SchemaPlace;
  readonly lines: readonly Line[];
}

function modelBlocks(file: SourceFile): readonly Block[] {
  const blocks: Block[] = [];
  let head: Omit<Block, 'lines'> | null = null;
  let lines: Line[] = [];
  for (const line of linesOf(file)) {
    const opened: RegExpExecArray | null = head === null ? /^(model|view)\s+(\w+)\s*\{/.exec(line.text) : null;
    if (opened) {
      head = { name: opened[2] ?? '', isView: opened[1] === 'view', place: line.place };
      lines = [];
    } else if (head !== null && line.text === '}') {
      blocks.push({ ...head, lines });
      head = null;
    } else if (head !== null && line.text !== '') lines.push(line);
  }
  return blocks;
}

function* linesOf({ path, text }: SourceFile): Generator<Line> {
  let offset = 0;
  for (const raw of text.split('\n')) {
    const code = withoutComment(raw);
    const start = offset + code.length - code.trimStart().length;
    yield { text: code.trim(), place: { file: path, span: { start, end: Math.max(start, offset + code.trimEnd().length) } } };
    offset += raw.length + 1;
  }
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

function outlineModel({ name: model, isView, place, lines }: Block, models: ReadonlySet<string>): ModelFacts {
  const attribute = (name: string): string | null =>
    lines.flatMap(({ text }) => new RegExp(`^@@${name}\\(\\s*(?:\\w+\\s*:\\s*)?"([^"]*)"`).exec(text)?.[1] ?? [])[0] ?? null;
  return {
    model,
    schema: attribute('schema'),
    table: attribute('map') ?? model,
    ignored: lines.some(({ text }) => text.startsWith('@@ignore')),
    fields: lines.flatMap((line) => outlineField(line, models)),
    ...(isView ? { isView } : {}),
    place,
  };
}

function outlineField({ text, place }: Line, models: ReadonlySet<string>): readonly FieldFacts[] {
  const match = /^(\w+)\s+(\w+)(\([^)]*\))?(\[\])?(\?)?(.*)$/.exec(text);
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
      place,
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
