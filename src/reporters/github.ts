import type { Severity } from '../core/index.ts';
import type { Reporter } from './reporter.ts';

const LEVELS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'notice' };

/** Commands of GitHub Actions, which annotate the changed lines of a pull request. */
export const github: Reporter = ({ diagnostics }, { folder = '' }) =>
  diagnostics
    .map(({ severity, file, start, end, rule, message, why, todo }) => {
      // GitHub ignores columns of annotations that span lines.
      const columns = start.line === end.line ? { col: start.column, endColumn: end.column } : {};
      const place = { file: `${folder}${file}`, line: start.line, endLine: end.line, ...columns, title: rule };
      const properties = Object.entries(place).map(([name, value]) => `${name}=${escapeProperty(String(value))}`);
      return `::${LEVELS[severity]} ${properties.join(',')}::${escapeData([message, why, todo].filter(Boolean).join('\n\n'))}\n`;
    })
    .join('');

const escapeData = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const escapeProperty = (text: string): string => escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
