/** Which districts each center looks after, by the center's id: data of the deployment. */
export type CenterDistricts = Readonly<Record<string, readonly string[]>>;

/** The part of a profile that says who looks after somebody. */
interface Resident {
  readonly residence?: string | undefined;
  readonly preferences: { readonly districts?: readonly string[] | undefined };
}

/** The district whose center looks after somebody: where they live, else where they first want to work. */
export function districtOf({ residence, preferences }: Resident): string | undefined {
  return residence ?? preferences.districts?.[0];
}

/** The center that looks after a district, undefined where none does. */
export function centerOf(district: string | undefined, centers: CenterDistricts): string | undefined {
  if (district === undefined) return undefined;
  return Object.keys(centers).find((center) => centers[center]?.includes(district));
}
