import fc from 'fast-check';

// Statements of the forms that Prisma Migrate prints, and some that are almost such: lists of tokens, so that they can be changed.

type Tokens = readonly string[];
type Part = fc.Arbitrary<Tokens>;

/** Every keyword of PostgreSQL 18: reserved, for functions and types, for columns, unreserved. */
const KEYWORDS = (
  'all analyse analyze and any array as asc asymmetric both case cast check collate column constraint create current_catalog current_date current_role ' +
  'current_time current_timestamp current_user default deferrable desc distinct do else end except false fetch for foreign from grant group having in ' +
  'initially intersect into lateral leading limit localtime localtimestamp not null offset on only or order placing primary references returning select ' +
  'session_user some symmetric system_user table then to trailing true union unique user using variadic when where window with authorization binary ' +
  'collation concurrently cross current_schema freeze full ilike inner is isnull join left like natural notnull outer overlaps right similar tablesample ' +
  'verbose between bigint bit boolean char character coalesce dec decimal exists extract float greatest grouping inout int integer interval json json_array ' +
  'json_arrayagg json_exists json_object json_objectagg json_query json_scalar json_serialize json_table json_value least merge_action national nchar none ' +
  'normalize nullif numeric out overlay position precision real row setof smallint substring time timestamp treat trim values varchar xmlattributes ' +
  'xmlconcat xmlelement xmlexists xmlforest xmlnamespaces xmlparse xmlpi xmlroot xmlserialize xmltable abort absent absolute access action add admin after ' +
  'aggregate also alter always asensitive assertion assignment at atomic attach attribute backward before begin breadth by cache call called cascade ' +
  'cascaded catalog chain characteristics checkpoint class close cluster columns comment comments commit committed compression conditional configuration ' +
  'conflict connection constraints content continue conversion copy cost csv cube current cursor cycle data database day deallocate declare defaults ' +
  'deferred definer delete delimiter delimiters depends depth detach dictionary disable discard document domain double drop each empty enable encoding ' +
  'encrypted enforced enum error escape event exclude excluding exclusive execute explain expression extension external family filter finalize first ' +
  'following force format forward function functions generated global granted groups handler header hold hour identity if immediate immutable implicit ' +
  'import include including increment indent index indexes inherit inherits inline input insensitive insert instead invoker isolation keep key keys label ' +
  'language large last leakproof level listen load local location lock locked logged mapping match matched materialized maxvalue merge method minute ' +
  'minvalue mode month move name names nested new next nfc nfd nfkc nfkd no normalized nothing notify nowait nulls object objects of off oids old omit ' +
  'operator option options ordinality others over overriding owned owner parallel parameter parser partial partition passing password path period plan ' +
  'plans policy preceding prepare prepared preserve prior privileges procedural procedure procedures program publication quote quotes range read reassign ' +
  'recursive ref referencing refresh reindex relative release rename repeatable replace replica reset restart restrict return returns revoke role rollback ' +
  'rollup routine routines rows rule savepoint scalar schema schemas scroll search second security sequence sequences serializable server session set sets ' +
  'share show simple skip snapshot source sql stable standalone start statement statistics stdin stdout storage stored strict string strip subscription ' +
  'support sysid system tables tablespace target temp template temporary text ties transaction transform trigger truncate trusted type types uescape ' +
  'unbounded uncommitted unconditional unencrypted unknown unlisten unlogged until update vacuum valid validate validator value varying version view views ' +
  'virtual volatile whitespace within without work wrapper write xml year yes zone'
).split(' ');

const STRANGE = [
  '""',
  '"("',
  '"*"',
  '"."',
  '"a""b"',
  '"ü"',
  'ü',
  'U&"a"',
  '"\ud800"',
  '"\ufeff"',
  'a$b',
  `"${'n'.repeat(63)}"`,
  `"${'n'.repeat(64)}"`,
  'n'.repeat(64),
  "''",
  "'it''s'",
  "'a'\n'b'",
  "E'a'",
  "e'a\\n'",
  "U&'a'",
  "B'1'",
  "X'1'",
  "N'a'",
  '$$a$$',
  "'\\'",
  "'ü'",
  "'\n'",
  '0',
  '007',
  '1e5',
  '0x1F',
  '1_000',
  '.5',
  '5.',
  '0.0',
  '00.5',
  '2147483647',
  '2147483648',
  '99999999999999999999',
  '1a',
  '$1',
  '+',
  '-',
  '*',
  '=',
  '||',
  '::',
  ':',
  ':=',
  '..',
  '?',
  '%',
  '[',
  ']',
  '(',
  ')',
  ',',
  ';',
  '.',
  '"',
  "'",
  '--',
  '/*',
  '\0',
];

const one = (...tokens: readonly string[]): Part => fc.constant(tokens);
const all = (...parts: readonly Part[]): Part => fc.tuple(...parts).map((each) => each.flat());
const either = (...parts: readonly Part[]): Part => fc.oneof(...parts);
const maybe = (part: Part, freq = 3): Part => fc.option(part, { freq, nil: [] });
const rarely = (part: Part): Part => fc.oneof({ weight: 9, arbitrary: one() }, { weight: 1, arbitrary: part });
const words = (text: string): Part => fc.constant(text.split(' '));
const list = (part: Part, most = 3): Part =>
  fc.array(part, { minLength: 1, maxLength: most }).map((parts) => parts.flatMap((each, index) => (index === 0 ? each : [',', ...each])));
const listed = (part: Part): Part => all(one('('), list(part), one(')'));

const keyword: Part = fc.constantFrom(...KEYWORDS).map((word) => [word]);
const strange: Part = fc.constantFrom(...STRANGE).map((token) => [token]);
const name: Part = fc.oneof(
  { weight: 40, arbitrary: fc.constantFrom('"User"', '"id"', '"a b"', 'users', 'name', 'x', 'data').map((token) => [token]) },
  { weight: 2, arbitrary: keyword },
  { weight: 1, arbitrary: strange },
);
const qualified: Part = all(maybe(all(name, one('.')), 4), name);
const string: Part = fc.oneof(
  { weight: 30, arbitrary: fc.constantFrom("'a'", "'A b'", "''", "'t'", "'utc'", "E'x'").map((token) => [token]) },
  { weight: 1, arbitrary: strange },
);

const number: Part = fc.oneof(
  { weight: 30, arbitrary: fc.constantFrom('0', '1', '3', '191', '0.5', '12.50').map((token) => [token]) },
  { weight: 1, arbitrary: strange },
);
const builtin = either(
  ...(
    'TEXT|INTEGER|BOOLEAN|TIMESTAMP ( 3 )|JSONB|DOUBLE PRECISION|SERIAL|DECIMAL ( 65 , 30 )|VARCHAR ( 191 )|CHAR ( 2 )|CHAR|UUID|DATE|timestamptz ( 6 )|' +
    'character varying ( 10 )|char varying|timestamp with time zone|time ( 3 ) without time zone|time with time zone|bigint|smallint|real|float|float ( 24 )|' +
    'numeric|dec ( 3 )|json|xml|bytea|interval|interval ( 3 )|interval year to month|bit ( 1 )|nchar ( 3 )|national character ( 2 )|_text|serial8|int2|"char"|' +
    'pg_catalog . int4|pg_catalog . _int4|double|geometry ( Point , 4326 )|vector ( 3 )|setof text|text array|int ( 3 )|timestamp ( 3 , 2 )|varchar ( x )|' +
    't . c % type|"interval" ( 3 )|citext'
  )
    .split('|')
    .map(words),
);
const type: Part = all(
  fc.oneof({ weight: 3, arbitrary: builtin }, { weight: 1, arbitrary: qualified }),
  maybe(either(one('[', ']'), one('[', '3', ']'), one('[', ']', '[', ']')), 4),
);

const { expression } = fc.letrec<{ expression: Tokens; operand: Tokens }>((tie) => ({
  operand: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    string,
    number,
    fc
      .constantFrom(
        'true',
        'FALSE',
        'null',
        'CURRENT_TIMESTAMP',
        'current_date',
        'current_user',
        'now ( )',
        'gen_random_uuid ( )',
        'ARRAY [ ]',
        'CURRENT_TIMESTAMP ( 3 )',
      )
      .map((text) => text.split(' ')),
    name,
    all(qualified, one('('), maybe(list(tie('expression'))), one(')')),
    all(one('('), tie('expression'), one(')')),
    all(one('ARRAY', '['), list(tie('expression')), one(']')),
  ),
  expression: all(rarely(one('-')), tie('operand'), maybe(all(one('::'), type), 2), rarely(all(one('::'), type)), rarely(all(strange, tie('operand')))),
}));

const inlineKey = either(words('PRIMARY KEY'), one('UNIQUE'));
const clause = fc.oneof(
  { weight: 4, arbitrary: words('NOT NULL') },
  { weight: 4, arbitrary: all(one('DEFAULT'), expression) },
  { weight: 2, arbitrary: inlineKey },
  {
    weight: 1,
    arbitrary: either(
      one('NULL'),
      all(one('COLLATE'), name),
      all(one('CONSTRAINT'), name),
      all(words('REFERENCES "T"'), listed(name)),
      words('DEFERRABLE'),
      keyword,
    ),
  },
);
const column = all(
  name,
  type,
  fc.array(clause, { maxLength: 3 }).map((parts) => parts.flat()),
);
const action = either(...['CASCADE', 'RESTRICT', 'SET NULL', 'SET DEFAULT', 'NO ACTION', 'SET NULL ( "a" )'].map(words));
const onEvent = all(one('ON'), either(one('DELETE'), one('UPDATE')), action);
const foreignKey = all(
  words('FOREIGN KEY'),
  listed(name),
  one('REFERENCES'),
  qualified,
  maybe(listed(name), 2),
  maybe(onEvent),
  maybe(onEvent),
  rarely(words('NOT VALID')),
  rarely(words('DEFERRABLE')),
);
const constraint = all(
  maybe(all(one('CONSTRAINT'), name)),
  either(
    all(words('PRIMARY KEY'), listed(name)),
    all(one('UNIQUE'), listed(name)),
    foreignKey,
    words('UNIQUE USING INDEX "i"'),
    words('CHECK ( "a" > 0 )'),
    words('UNIQUE NULLS NOT DISTINCT ( "a" )'),
  ),
  rarely(words('INITIALLY DEFERRED')),
);
const ifExists = rarely(words('IF EXISTS'));
const ifNotExists = rarely(words('IF NOT EXISTS'));
const behaviour = rarely(either(one('CASCADE'), one('RESTRICT')));
const columnWord = maybe(one('COLUMN'), 5);
const element = fc.oneof({ weight: 3, arbitrary: column }, { weight: 1, arbitrary: constraint });
const alterAction = either(
  all(one('ADD'), columnWord, ifNotExists, column),
  all(one('ADD'), constraint),
  all(one('DROP'), columnWord, ifExists, name, behaviour),
  all(words('DROP CONSTRAINT'), ifExists, name, behaviour),
  all(
    one('ALTER'),
    columnWord,
    name,
    either(words('SET NOT NULL'), words('DROP NOT NULL'), words('DROP DEFAULT'), words('DROP IDENTITY'), all(words('SET DEFAULT'), expression)),
  ),
  all(one('ALTER'), columnWord, name, either(words('SET DATA TYPE'), one('TYPE')), type, maybe(all(one('USING'), expression), 2)),
  all(words('VALIDATE CONSTRAINT'), name),
  words('ENABLE ROW LEVEL SECURITY'),
);
const rename = all(one('RENAME'), maybe(all(either(one('COLUMN'), one('CONSTRAINT'), one()), name)), one('TO'), name);
const indexElement = all(name, maybe(qualified, 4), maybe(either(one('ASC'), one('DESC')), 3), rarely(words('NULLS FIRST')));
const index = all(
  maybe(one('UNIQUE')),
  one('INDEX'),
  rarely(one('CONCURRENTLY')),
  ifNotExists,
  maybe(name),
  one('ON'),
  rarely(one('ONLY')),
  qualified,
  maybe(all(one('USING'), name), 4),
  listed(indexElement),
  rarely(words('WHERE "a" IS NULL')),
  rarely(words('INCLUDE ( "b" )')),
);
const comment = all(
  one('COMMENT', 'ON'),
  either(all(one('COLUMN'), qualified, maybe(all(one('.'), name), 2)), all(one('TABLE'), qualified)),
  one('IS'),
  either(string, one('NULL')),
);

export const statement: fc.Arbitrary<Tokens> = either(
  all(words('CREATE TABLE'), ifNotExists, qualified, listed(element)),
  all(one('CREATE'), index),
  all(words('ALTER TABLE'), ifExists, rarely(one('ONLY')), qualified, fc.oneof({ weight: 4, arbitrary: list(alterAction) }, { weight: 1, arbitrary: rename })),
  all(words('ALTER INDEX'), ifExists, qualified, words('RENAME TO'), name),
  all(one('DROP'), either(...'TABLE|INDEX|TYPE|VIEW|SEQUENCE|INDEX CONCURRENTLY|SCHEMA|DOMAIN'.split('|').map(words)), ifExists, list(qualified), behaviour),
  all(words('CREATE TYPE'), qualified, words('AS ENUM'), listed(string)),
  all(words('ALTER TYPE'), qualified, words('ADD VALUE'), ifNotExists, string, maybe(all(either(one('BEFORE'), one('AFTER')), string), 3)),
  all(words('ALTER TYPE'), qualified, one('RENAME'), maybe(all(one('VALUE'), string), 2), one('TO'), either(string, name)),
  all(words('CREATE SCHEMA'), ifNotExists, name),
  all(words('CREATE EXTENSION'), ifNotExists, name, rarely(one('WITH')), rarely(all(one('SCHEMA'), name)), rarely(one('CASCADE'))),
  all(either(one('BEGIN'), one('COMMIT'), one('END')), maybe(either(one('WORK'), one('TRANSACTION'), words('AND CHAIN')), 3)),
  comment,
  words('SELECT t . end FROM t'),
  words('CREATE FUNCTION f ( ) RETURNS int BEGIN ATOMIC SELECT 1 ; SELECT CASE WHEN a THEN b END ; END'),
);

interface Change {
  readonly kind: 'delete' | 'duplicate' | 'swap' | 'insert' | 'requote';
  readonly place: number;
  readonly token: string;
}

const change: fc.Arbitrary<Change> = fc.record({
  kind: fc.constantFrom('delete', 'duplicate', 'swap', 'insert', 'requote'),
  place: fc.nat(),
  token: fc.oneof(fc.constantFrom(...STRANGE, ...KEYWORDS), fc.constantFrom(...STRANGE), fc.constantFrom('"a"', 'b', "'c'", '1', 'NOT', 'NULL', 'DEFAULT')),
});

function changed(tokens: Tokens, { kind, place, token }: Change): Tokens {
  const at = place % Math.max(1, tokens.length);
  const [before, here = '', after] = [tokens.slice(0, at), tokens[at], tokens.slice(at + 1)];
  if (kind === 'delete') return [...before, ...after];
  if (kind === 'duplicate') return [...before, here, here, ...after];
  if (kind === 'insert') return [...before, token, here, ...after];
  if (kind === 'swap') return [...before, ...after.slice(0, 1), here, ...after.slice(1)];
  const inner = here.replaceAll(/^["']|["']$/g, '');
  return [...before, token.startsWith("'") ? `'${inner}'` : token.startsWith('"') ? `"${inner}"` : inner, ...after];
}

/** Words in upper, lower and mixed case, tokens apart by blanks, line breaks and comments, or by nothing. */
const printed = (tokens: Tokens): fc.Arbitrary<string> =>
  fc.record({ seed: fc.nat(), style: fc.constantFrom('plain', 'plain', 'spaced', 'glued') }).map(({ seed, style }) => {
    const spaced = [' ', ' ', '\n', '\t ', '\r\n', ' -- c;\n', ' /* "; */ ', '\v', '\f'];
    const gaps = style === 'plain' ? [' '] : style === 'spaced' ? spaced : ['', ...spaced];
    return tokens
      .map((token, index) => {
        const turn = Math.imul(seed + index + 1, 0x9e3779b1) >>> 16;
        const cased = turn % 5 === 0 ? token.toUpperCase() : turn % 5 === 1 ? token.toLowerCase() : token;
        return cased + (gaps[turn % gaps.length] ?? ' ');
      })
      .join('');
  });

const joined = (each: fc.Arbitrary<Tokens>): fc.Arbitrary<string> =>
  fc
    .array(all(each, fc.oneof({ weight: 9, arbitrary: one(';') }, { weight: 1, arbitrary: one() })), { minLength: 1, maxLength: 3 })
    .chain((statements) => printed(statements.flat()));

/** One to three statements. */
export const text: fc.Arbitrary<string> = joined(statement);

const spliced = fc
  .tuple(statement, statement, fc.nat(), fc.nat())
  .map(([first, second, end, start]) => [...first.slice(0, end % (first.length + 1)), ...second.slice(start % (second.length + 1))]);

/** The like, with tokens missing, doubled, exchanged, added or quoted otherwise, or the head of one before the tail of another. */
export const changedText: fc.Arbitrary<string> = joined(
  fc.oneof(
    { weight: 4, arbitrary: fc.tuple(statement, fc.array(change, { minLength: 1, maxLength: 2 })).map(([tokens, changes]) => changes.reduce(changed, tokens)) },
    { weight: 1, arbitrary: spliced },
  ),
);
