import { SEOUL_GU } from "../../../domain/geo/data/seoul.ts";
import { districtByCode } from "../../../domain/geo/districts.ts";

/** The 25 districts by their Korean names in order, as lists to choose from have them. */
export const SEOUL_DISTRICTS: readonly { readonly code: string; readonly ko: string; readonly en: string }[] =
  SEOUL_GU.map(([code, en]) => ({ code, ko: districtByCode(code)?.ko ?? code, en })).toSorted((a, b) =>
    a.ko < b.ko ? -1 : 1,
  );
