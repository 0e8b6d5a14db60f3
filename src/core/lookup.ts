/**
 * The answer to a question about the database. `unknown` is neither `present` nor `absent`, and says why nobody can tell
 * (a history without its beginning, a statement that was not understood).
 */
export type Lookup<Value> =
  | { readonly is: 'present'; readonly value: Value }
  | { readonly is: 'absent' }
  | { readonly is: 'unknown'; readonly because: string };

export const present = <Value>(value: Value): Lookup<Value> => ({ is: 'present', value });
export const absent: Lookup<never> = { is: 'absent' };
export const unknown = (because: string): Lookup<never> => ({ is: 'unknown', because });

/** The value, or null when it is absent or unknown. Only for callers to whom these two are the same. */
export const valueIn = <Value>(lookup: Lookup<Value>): Value | null => (lookup.is === 'present' ? lookup.value : null);
