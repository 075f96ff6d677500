/**
 * The month that is counted, and what is assumed of it. Shares are by applicant, so that a month of another size is the same month for more people.
 */
export const month = {
  applicants: 100_000,
  days: 30,
  /** A thousand openings a day for a hundred thousand applicants. */
  openingsPerApplicantDay: 0.01,
  /** Five thousand changed profiles. */
  changesPerApplicantDay: 0.05,
} as const;
