import type { Diagnostic, Position, Report, Severity } from '../core/index.ts';
import type { Reporter } from './reporter.ts';

const LEVELS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'note' };

/** SARIF 2.1.0, for code scanning. What is suppressed is in it too, marked so, with its reason. */
export const sarif: Reporter = (report) => {
  const ids = [...new Set([...report.diagnostics, ...report.suppressed.map(({ diagnostic }) => diagnostic)].map(({ rule }) => rule))].sort();
  const suppressed = report.suppressed.map(({ diagnostic, by, reason }) => ({
    ...resultOf(diagnostic, ids, report),
    suppressions: [{ kind: by === 'comment' ? 'inSource' : 'external', justification: reason }],
  }));
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: report.tool.name, semanticVersion: report.tool.version, rules: ids.map((id) => ({ id })) } },
        columnKind: 'utf16CodeUnits',
        results: [...report.diagnostics.map((diagnostic) => resultOf(diagnostic, ids, report)), ...suppressed],
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
};

function resultOf(diagnostic: Diagnostic, ids: readonly string[], { source }: Pick<Report, 'source'>): object {
  const { rule, severity, message, why, todo, file, start, end, harms, certainty, fingerprint, fixes } = diagnostic;
  const artifactLocation = { uri: encodeURI(file), uriBaseId: '%SRCROOT%' };
  const snippet = source(file)?.text.slice(start.offset, end.offset);
  return {
    ruleId: rule,
    ruleIndex: ids.indexOf(rule),
    level: LEVELS[severity],
    message: { text: [message, why, todo].filter(Boolean).join('\n\n') },
    locations: [{ physicalLocation: { artifactLocation, region: { ...regionOf(start, end), ...(snippet ? { snippet: { text: snippet } } : {}) } } }],
    partialFingerprints: { 'prismaMigrationLint/v1': fingerprint },
    properties: { harms, certainty },
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

const regionOf = (start: Position, end: Position): object => ({ startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column });

const replacementOf = ({ start, end, text }: Diagnostic['fixes'][number]['edits'][number]): object => ({
  deletedRegion: { charOffset: start, charLength: end - start },
  insertedContent: { text },
});
