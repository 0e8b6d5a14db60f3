/** A measured case that our effects do not follow, because what was measured is about something else. */
export interface Disagreement {
  readonly id: string;
  /** Exactly what differs, as the facts test words it. */
  readonly what: readonly string[];
  readonly why: string;
}

export const DISAGREEMENTS: readonly Disagreement[] = [
  {
    id: 'addcol-compression-lz4',
    what: ['14,16,17,18: err 0A000, predicted no failure'],
    why: 'a build option: those servers were compiled without lz4, that of version 15 with it',
  },
  {
    id: 'tab-truncate-cascade',
    what: ['11,12,13,14,15,16,17,18: ins 23503, predicted ok'],
    why: "the client's INSERT names a parent row that TRUNCATE removed: any statement about lost rows fails so, which is the loss and no further breakage",
  },
  {
    id: 'trg-fn-sql-unknown-table',
    what: ['11,12,13,14,15,16,17,18: err 42P01, predicted no failure'],
    why: 'PostgreSQL reads the string body of an SQL function when it is created (check_function_bodies); to us a string body is text, as that of any other language',
  },
];
