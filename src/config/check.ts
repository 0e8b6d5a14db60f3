import { nearest } from '../engine/index.ts';

/** The keys that lead to a value: `['rules', 'drop-column']`. */
export type Place = readonly string[];

/** A value that is not what it should be. The file and line are found by whoever read the file. */
export class Misfit extends Error {
  readonly place: Place;

  constructor(place: Place, problem: string) {
    super(problem);
    this.name = 'Misfit';
    this.place = place;
  }
}

/** A schema of JSON Schema (draft 7), as far as it is needed here. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** Makes a typed value of an unknown one, or throws a {@link Misfit}. */
export interface Check<Value> {
  (value: unknown, place: Place): Value;
  /** What it accepts, for editors; left out: anything. */
  readonly schema?: JsonSchema;
}

/** A check that also says what it accepts. */
export const checking = <Value>(schema: JsonSchema, check: (value: unknown, place: Place) => Value): Check<Value> => Object.assign(check, { schema });

export const schemaOf = (check: Check<unknown>): JsonSchema => check.schema ?? {};

/** Of an object with these keys, those that are needed among them. */
export const objectSchema = (fields: Readonly<Record<string, Check<unknown>>>, required: readonly string[]): JsonSchema => ({
  type: 'object',
  properties: Object.fromEntries(Object.entries(fields).map(([key, check]) => [key, schemaOf(check)])),
  ...(required.length > 0 ? { required } : {}),
  additionalProperties: false,
});

const named = (place: Place): string => (place.length === 0 ? 'the configuration' : `"${place.join('.')}"`);
const shown = (value: unknown): string => {
  const text = typeof value === 'function' ? 'a function' : (JSON.stringify(value) ?? String(value));
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
};

export const mustBe = (expected: string, value: unknown, place: Place): Misfit => new Misfit(place, `${named(place)} must be ${expected}, not ${shown(value)}`);

export const text: Check<string> = checking({ type: 'string', pattern: '\\S' }, (value, place) => {
  if (typeof value !== 'string' || value.trim() === '') throw mustBe('a text', value, place);
  return value;
});

export const wholeNumber: Check<number> = checking({ type: 'integer', minimum: 0 }, (value, place) => {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0) throw mustBe('a whole number', value, place);
  return value;
});

export const anything: Check<unknown> = (value) => value;

export const oneOf = <Name extends string>(names: readonly Name[]): Check<Name> =>
  checking({ enum: names }, (value, place) => {
    const found = names.find((name) => name === value);
    if (found !== undefined) return found;
    const meant = typeof value === 'string' ? (names.find((name) => value !== '' && name.startsWith(value)) ?? nearest(value, names)) : null;
    throw mustBe(meant === null ? listOfNames(names) : `${listOfNames(names)} (did you mean "${meant}"?)`, value, place);
  });

const listOfNames = (names: readonly string[]): string => {
  const quoted = names.map((name) => `"${name}"`);
  return quoted.length < 2 ? (quoted[0] ?? '') : `${quoted.slice(0, -1).join(', ')} or ${quoted.at(-1)}`;
};

export const listOf = <Item>(item: Check<Item>): Check<readonly Item[]> =>
  checking({ type: 'array', items: schemaOf(item) }, (value, place) => {
    if (!Array.isArray(value)) throw mustBe('a list', value, place);
    return value.map((one: unknown, index) => item(one, [...place, String(index)]));
  });

/** One, or a list of them. */
export const oneOrMore = <Item>(item: Check<Item>): Check<readonly Item[]> =>
  checking({ anyOf: [schemaOf(item), { type: 'array', items: schemaOf(item) }] }, (value, place) =>
    Array.isArray(value) ? listOf(item)(value, place) : [item(value, place)],
  );

export const either = <A, B>(first: Check<A>, second: Check<B>, expected: string): Check<A | B> =>
  checking({ anyOf: [schemaOf(first), schemaOf(second)] }, (value, place) => {
    for (const check of [first, second]) {
      try {
        return check(value, place);
      } catch (error) {
        if (!(error instanceof Misfit)) throw error;
      }
    }
    throw mustBe(expected, value, place);
  });

export const recordOf = <Value>(check: Check<Value>): Check<Readonly<Record<string, Value>>> =>
  checking({ type: 'object', additionalProperties: schemaOf(check) }, (value, place) =>
    Object.fromEntries(Object.entries(object(value, place)).map(([key, one]) => [key, check(one, [...place, key])])),
  );

const object = (value: unknown, place: Place): object => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw mustBe('an object', value, place);
  return value;
};

/** Reads the keys of an object one by one. Keys that nobody knows are refused at once. */
export class Fields {
  readonly #values: ReadonlyMap<string, unknown>;
  readonly #place: Place;

  constructor(value: unknown, place: Place, known: readonly string[]) {
    this.#place = place;
    this.#values = new Map(Object.entries(object(value, place)).filter(([, one]) => one !== undefined));
    for (const key of this.#values.keys()) {
      if (known.includes(key)) continue;
      const meant = nearest(key, known);
      throw new Misfit([...place, key], `unknown key "${[...place, key].join('.')}"${meant === null ? '' : ` (did you mean "${meant}"?)`}`);
    }
  }

  /** Null: the key is not there. */
  get<Value>(key: string, check: Check<Value>): Value | null {
    return this.#values.has(key) ? check(this.#values.get(key), [...this.#place, key]) : null;
  }

  need<Value>(key: string, check: Check<Value>): Value {
    const value = this.get(key, check);
    if (value === null) throw new Misfit(this.#place, `${named(this.#place)} needs "${key}"`);
    return value;
  }
}
