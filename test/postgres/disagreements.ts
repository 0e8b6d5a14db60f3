/** A measured case that our effects do not follow, because what was measured is about something else. */
export interface Disagreement {
  readonly id: string;
  /** Exactly what differs, as the facts test words it. */
  readonly what: readonly string[];
  readonly why: string;
}

export const DISAGREEMENTS: readonly Disagreement[] = [];
