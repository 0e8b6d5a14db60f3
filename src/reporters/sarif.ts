import type { Diagnostic, Position, Report, RuleDescription, Severity } from '../core/index.ts';
import type { Reporter } from './reporter.ts';

const LEVELS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'note' };

/** SARIF 2.1.0, for code scanning. What is suppressed is in it too, marked so, with its reason. */
export const sarif: Reporter = (report, { folder = '' }) => {
  const found = [...report.diagnostics, ...report.suppressed.map(({ diagnostic }) => diagnostic)];
  const ids = [...new Set(found.map(({ rule }) => rule))].sort();
  const indices = new Map(ids.map((id, index) => [id, index]));
  const resultOf = (diagnostic: Diagnostic): object => ({
    ruleId: diagnostic.rule,
    ruleIndex: indices.get(diagnostic.rule) ?? -1,
    ...contentOf(diagnostic, folder, report),
  });
  const suppressed = report.suppressed.map(({ diagnostic, by, reason }) => ({
    ...resultOf(diagnostic),
    suppressions: [{ kind: by === 'comment' ? 'inSource' : 'external', justification: reason }],
  }));
  const { name, version } = report.tool;
  const run = {
    tool: { driver: { name, version, semanticVersion: version, rules: ids.map((id) => ruleOf(id, report.describe?.(id))) } },
    automationDetails: { id: `${name}/${folder}` },
    columnKind: 'utf16CodeUnits',
    results: [...report.diagnostics.map(resultOf), ...suppressed],
  };
  return `${JSON.stringify({ $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run] }, null, 2)}\n`;
};

function ruleOf(id: string, description: RuleDescription | undefined): object {
  if (description === undefined) return { id };
  const { summary, harms, severity, page } = description;
  const help = page?.replaceAll(/<!--[\s\S]*?-->\n*/g, '') ?? `${summary}.`;
  return {
    id,
    name: id,
    shortDescription: { text: `${summary}.` },
    fullDescription: { text: `${summary}.` },
    help: { text: help, markdown: help },
    defaultConfiguration: { level: LEVELS[severity] },
    properties: {
      tags: ['prisma', 'postgresql', 'migration', ...harms],
      precision: 'high',
      'problem.severity': severity === 'info' ? 'recommendation' : severity,
    },
  };
}

function contentOf(diagnostic: Diagnostic, folder: string, { source }: Pick<Report, 'source'>): object {
  const { severity, message, why, todo, file, start, end, harms, certainty, fingerprint, fixes, migration } = diagnostic;
  const artifactLocation = { uri: uriOf(`${folder}${file}`), uriBaseId: '%SRCROOT%' };
  const snippet = source(file)?.text.slice(start.offset, end.offset);
  return {
    level: LEVELS[severity],
    message: { text: [message, why, todo].filter(Boolean).join('\n\n') },
    locations: [{ physicalLocation: { artifactLocation, region: { ...regionOf(start, end), ...(snippet ? { snippet: { text: snippet } } : {}) } } }],
    partialFingerprints: { 'prismaMigrationLint/v1': fingerprint },
    properties: { harms, certainty, migration },
    ...(fixes.length === 0
      ? {}
      : {
          fixes: fixes.map(({ title, edits }) => ({
            description: { text: title },
            artifactChanges: [{ artifactLocation, replacements: edits.map(replacementOf) }],
          })),
        }),
  };
}

/** Relative, with every part encoded: names of folders may hold "#" and "?". */
const uriOf = (path: string): string => path.split('/').map(encodeURIComponent).join('/');

const regionOf = (start: Position, end: Position): object => ({ startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column });

const replacementOf = ({ start, end, text }: Diagnostic['fixes'][number]['edits'][number]): object => ({
  deletedRegion: { charOffset: start, charLength: end - start },
  insertedContent: { text },
});
