import { columnNamed } from '../lookup.ts';
import { type Graded, surely } from './facts.ts';
import { ROW } from './scope.ts';
import { holdsText, isOneOf, textsHeld, textsOf } from './texts.ts';
import type { Change } from './update.ts';

/** An UPDATE whose values are among a few texts, like those that stay. `everyRow`: none stay. */
export function textsAfter({ subject, reached, assignments }: Change, everyRow: boolean): readonly Graded[] {
  const { catalog, table } = subject;
  return assignments.flatMap(({ column: name, expression }): readonly Graded[] => {
    const column = columnNamed(table, name);
    if (!column || !holdsText(column.type)) return [];
    const written = textsOf(expression, catalog, (reference) => {
      const owner = reference.table === ROW ? table : reached.sources.find(({ id }) => id === reference.table)?.table;
      return owner ? textsHeld(catalog, owner, reference.name) : null;
    });
    const stay = column.rows.holds === 'null' || everyRow ? [] : textsHeld(catalog, table, name);
    const check = written && stay ? isOneOf(name, [...new Set([...stay, ...written])]) : null;
    return check ? [surely({ is: 'check', expression: check })] : [];
  });
}
