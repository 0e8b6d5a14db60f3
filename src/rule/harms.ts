import { HARMS, type Harm } from '../core/index.ts';
import type { Step } from '../runner/index.ts';

/** The harms that operations really do here, by their effects; failures that an earlier statement makes unlikely count too. */
export function harmsOf(steps: readonly Step[]): readonly Harm[] {
  const does: Readonly<Record<Harm, (step: Step) => boolean>> = {
    fails: (step) => step.effects.fails.length > 0,
    loses: (step) => step.effects.loses.some((loss) => loss.data),
    blocks: (step) => step.blocking.length > 0,
    breaks: (step) => step.effects.breaks.length > 0,
  };
  return HARMS.filter((harm) => steps.some(does[harm]));
}
