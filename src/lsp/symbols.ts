import type { Statement } from '../operation/index.ts';
import { type DocumentSymbol, SymbolKind } from 'vscode-languageserver';
import type { View } from './projects.ts';

const LONGEST = 80;

/** The statements of a migration, as an outline. */
export const symbolsOf = ({ analysis, places }: View): DocumentSymbol[] =>
  analysis.replayed.script.statements.map((statement) => {
    const range = places.range(statement.span);
    const sql = analysis.replayed.input.text.slice(statement.span.start, statement.span.end).replaceAll(/\s+/g, ' ');
    return {
      name: sql.length > LONGEST ? `${sql.slice(0, LONGEST - 1)}…` : sql,
      detail: [...new Set(statement.operations.map(({ kind }) => kind))].join(', ') || 'syntax error',
      kind: kindOf(statement),
      range,
      selectionRange: range,
    };
  });

function kindOf({ operations: [first] }: Statement): SymbolKind {
  if (!first) return SymbolKind.Null;
  if (/Table$|Partition$/.test(first.kind)) return SymbolKind.Struct;
  if (/Column/.test(first.kind)) return SymbolKind.Field;
  if (/Index$|Constraint$/.test(first.kind)) return SymbolKind.Key;
  if (/Enum|Type$/.test(first.kind)) return SymbolKind.Enum;
  if (/Function$|Procedure$|Trigger|doBlock/.test(first.kind)) return SymbolKind.Function;
  return SymbolKind.Event;
}
