import * as z from "zod";

/** A center as people are told to call it. */
export const centerToCall = z.strictObject({
  ko: z.string().min(1),
  en: z.string().min(1),
  telephone: z.string().regex(/^\d{2,4}(?:-\d{3,4}){1,2}$/, "is not a telephone number like 02-460-5050"),
  /** Districts that it looks after. */
  serves: z.array(z.string()),
});
export type CenterToCall = z.infer<typeof centerToCall>;

/** Whom people of a district call; of whom no district is known, the first: all of them can put people through. */
export function toCenterOf(centers: readonly CenterToCall[]): (district: string | undefined) => CenterToCall {
  const [first] = centers;
  if (first === undefined) throw new Error("there is no center that people could call");
  return (district) => centers.find(({ serves }) => district !== undefined && serves.includes(district)) ?? first;
}
