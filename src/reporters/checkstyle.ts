import type { Reporter } from './reporter.ts';
import { byFile } from './text.ts';
import { attributes } from './xml.ts';

/** Checkstyle's XML, which many tools of CI read. */
export const checkstyle: Reporter = ({ diagnostics }) => {
  const files = [...byFile(diagnostics)].map(([name, found]) => {
    const errors = found.map(
      ({ start, severity, message, rule }) =>
        `    <error${attributes({ line: start.line, column: start.column, severity, message, source: `prisma-migration-lint.${rule}` })}/>`,
    );
    return [`  <file${attributes({ name })}>`, ...errors, '  </file>'].join('\n');
  });
  return `${['<?xml version="1.0" encoding="UTF-8"?>', '<checkstyle version="4.3">', ...files, '</checkstyle>'].join('\n')}\n`;
};
