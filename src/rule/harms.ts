import { HARMS, type Harm, type Severity } from '../core/index.ts';
import type { Failure } from '../postgres/index.ts';
import type { Step } from '../runner/index.ts';

/**
 * The harms that operations really do here, by their effects. Failures that an earlier statement makes unlikely count too;
 * those that only rows of an unusual kind cause (an index entry of more than 2,700 bytes, an escape that jsonb refuses) do not.
 */
export const harmsOf = (steps: readonly Step[]): readonly Harm[] => HARMS.filter((harm) => steps.some(DOES[harm]));

const DOES: Readonly<Record<Harm, (step: Step) => boolean>> = {
  fails: (step) => step.effects.fails.some((failure) => !isRare(failure)),
  loses: (step) => step.effects.loses.some((loss) => loss.data),
  blocks: (step) => step.blocking.length > 0,
  breaks: (step) => step.effects.breaks.length > 0,
};

/** Only values of an unusual kind make it fail. */
const isRare = ({ cause, unlikelyBecause }: Failure): boolean =>
  cause.what === 'index-row-too-large' || (cause.what === 'uncastable-values' && unlikelyBecause !== null);

/** How bad a failure that depends on rows is: less so when an earlier statement makes it unlikely, and hardly when that once ruled it out. */
export function severityOf(failure: Failure): Severity {
  if (failure.unlikelyBecause === null) return 'error';
  return failure.ruledOutBefore ? 'info' : 'warning';
}
