import type { EmploymentType, Shift } from "../../domain/model/primitives.ts";

/** A line of work that people of the world come from: what they may hold and what they look for in it. */
export interface LineOfWork {
  /** KECO 2025 code. */
  readonly occupation: string;
  /** How many of a hundred or so come from it. */
  readonly share: number;
  /** Certificates that somebody of this line may hold, by taxonomy code. */
  readonly certificates: readonly string[];
  readonly shifts: readonly Shift[];
  readonly employmentTypes: readonly EmploymentType[];
}

const DAY: readonly Shift[] = ["weekday-day"];
const DAY_EVENING: readonly Shift[] = ["weekday-day", "weekday-evening"];
const ANY: readonly Shift[] = ["weekday-day", "weekday-evening", "night", "weekend"];
const REGULAR: readonly EmploymentType[] = ["FULL_TIME", "TEMPORARY", "INTERN"];
const PART: readonly EmploymentType[] = ["PART_TIME", "TEMPORARY", "INTERN", "VOLUNTEER"];
const BOTH: readonly EmploymentType[] = ["FULL_TIME", "PART_TIME", "TEMPORARY", "INTERN"];

// biome-ignore format: a line of work is one line.
export const linesOfWork: readonly LineOfWork[] = [
  { occupation: "0265", share: 9, certificates: ["computer-skills-2", "word-processor"], shifts: DAY, employmentTypes: REGULAR },
  { occupation: "0272", share: 6, certificates: ["computerised-accounting-2", "computer-skills-2"], shifts: DAY, employmentTypes: BOTH },
  { occupation: "0263", share: 4, certificates: ["computer-skills-1"], shifts: DAY, employmentTypes: REGULAR },
  { occupation: "0262", share: 5, certificates: ["computer-skills-2"], shifts: DAY, employmentTypes: REGULAR },
  { occupation: "0291", share: 4, certificates: ["word-processor"], shifts: DAY, employmentTypes: PART },
  { occupation: "0292", share: 4, certificates: [], shifts: DAY_EVENING, employmentTypes: BOTH },
  { occupation: "0284", share: 3, certificates: ["logistics-manager", "forklift-operator"], shifts: DAY, employmentTypes: REGULAR },
  { occupation: "1333", share: 3, certificates: ["information-processing-technician"], shifts: DAY, employmentTypes: REGULAR },
  { occupation: "2143", share: 3, certificates: ["digital-tutor", "computer-skills-1"], shifts: DAY_EVENING, employmentTypes: PART },
  { occupation: "2311", share: 5, certificates: ["social-worker-2", "social-worker-1"], shifts: DAY, employmentTypes: BOTH },
  { occupation: "2314", share: 3, certificates: ["job-counsellor-2"], shifts: DAY, employmentTypes: BOTH },
  { occupation: "5501", share: 8, certificates: ["care-worker", "first-aid-course"], shifts: ANY, employmentTypes: BOTH },
  { occupation: "5503", share: 4, certificates: ["older-life-support-worker", "senior-recreation-leader"], shifts: DAY, employmentTypes: PART },
  { occupation: "5505", share: 3, certificates: ["child-carer-training"], shifts: DAY_EVENING, employmentTypes: PART },
  { occupation: "2153", share: 3, certificates: [], shifts: DAY, employmentTypes: PART },
  { occupation: "5317", share: 5, certificates: ["barista-2", "barista-1"], shifts: ANY, employmentTypes: PART },
  { occupation: "5312", share: 4, certificates: ["korean-cook", "health-certificate"], shifts: DAY_EVENING, employmentTypes: BOTH },
  { occupation: "5323", share: 4, certificates: ["health-certificate"], shifts: DAY_EVENING, employmentTypes: BOTH },
  { occupation: "5413", share: 5, certificates: ["security-guard-training"], shifts: ANY, employmentTypes: BOTH },
  { occupation: "5611", share: 6, certificates: [], shifts: DAY_EVENING, employmentTypes: BOTH },
  { occupation: "5643", share: 2, certificates: ["driving-2-ordinary"], shifts: ANY, employmentTypes: BOTH },
  { occupation: "6152", share: 6, certificates: [], shifts: ANY, employmentTypes: BOTH },
  { occupation: "6229", share: 4, certificates: ["driving-1-ordinary"], shifts: DAY, employmentTypes: BOTH },
  { occupation: "8140", share: 4, certificates: ["hvac-craftsman", "energy-manager"], shifts: ANY, employmentTypes: REGULAR },
  { occupation: "8312", share: 3, certificates: ["electrician"], shifts: DAY, employmentTypes: REGULAR },
  { occupation: "9015", share: 3, certificates: ["landscape-craftsman", "urban-farming-manager"], shifts: DAY, employmentTypes: BOTH },
];
