/**
 * The month that is counted, and what is assumed of it beside what is counted. Shares are by applicant, so that a month of another size is the
 * same month for more people.
 */
export const month = {
  applicants: 100_000,
  days: 30,
  /** A thousand openings a day for a hundred thousand applicants. */
  openingsPerApplicantDay: 0.01,
  /** Five thousand changed profiles. */
  changesPerApplicantDay: 0.05,
} as const;

/** What no run of ours can count: each is an assumption, and printed as one. */
export const assumptions = {
  /** Everybody looks at a page once a week. */
  viewsPerApplicantDay: 1 / 7,
  /** An answer with its headers: the pages' styles and scripts are kept by the browser. */
  bytesPerView: 30_000,
  /** A view at the function: some reads one after the other, and the work. */
  viewMs: 80,
  readUnitsPerView: 8,
  logBytesPerView: 1_500,
  /** Environments of a function are renewed every few hours; each of match and api then reads the whole log of its shard. */
  coldStartsPerDay: 12,
  /** DynamoDB gives one reader some tens of megabytes a second. */
  catchUpBytesPerMs: 20_000,
  /** Lambda asks an empty queue by five pollers, each of which waits for twenty seconds. */
  pollersPerQueue: 5,
  pollSeconds: 20,
  /** DynamoDB asks for a table's key every five minutes at most. */
  keyRequestsPerTableHour: 12,
  /** X-Ray records the first request of a second and one in twenty of the others. */
  tracedShare: 0.05,
  /** Logs are kept for ninety days: in the long run three months of them are there. */
  logMonthsKept: 3,
  /** The README advises another shard for each so many applicants. */
  applicantsPerShard: 250_000,
} as const;
