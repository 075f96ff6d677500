/** Classes of four bits, as the rows' columns hold them. Of what a class holds, the bounds take the end that rules out and loses least. */
export const CLASSES = 16;
const LAST_CLASS = CLASSES - 1;

/** Monthly hours in steps of less than four a week. The last class reaches up without end. */
const HOURS_STEP = 16;

/** Class of the least hours: it begins at or below them. */
export function leastHoursClass(hours: number): number {
  return Math.min(LAST_CLASS, Math.floor(hours / HOURS_STEP));
}

/** Class of the most hours: it ends at or above them. */
export function mostHoursClass(hours: number): number {
  return Math.min(LAST_CLASS, Math.ceil(hours / HOURS_STEP));
}

/** Ends of the classes of ways in minutes; in the last one are those to whom ways don't matter. */
export const WAY_ENDS = [0, 10, 15, 20, 25, 30, 35, 40, 45, 50, 60, 75, 90, 120, 254, 255] as const;

export function wayClass(minutes: number): number {
  let found = 0;
  while (minutes > (WAY_ENDS[found] ?? 255)) found++;
  return found;
}

/** The longest way that rows of a class accept; longer than any where ways don't matter. */
export function longestOfClass(wayClass: number): number {
  return wayClass === LAST_CLASS ? 0xffff_ffff : (WAY_ENDS[wayClass] as number);
}

/** Thirty months each from 1952-01-01 on; whoever is older or younger stands in the first or the last. 0 is unknown. */
const BIRTH_START = -6_575;
const BIRTH_STEP_DAYS = 913;

export function birthClass(birthDay: number): number {
  return Math.min(LAST_CLASS, Math.max(1, 1 + Math.floor((birthDay - BIRTH_START) / BIRTH_STEP_DAYS)));
}

/** A kind's bit in its column, by the kind's place. */
export function kindColumnBit(place: number): number {
  return 1 << Math.min(place, 7);
}

/** The last row and the last place of the grid stand for all there are: their cell for any occupation, the one before it for none known. */
const ALL_PLACES = LAST_CLASS;
export const ANY_CELL = 255;
export const UNKNOWN_CELL = 254;
/** Places of a row that are given out; the last of them to occupations alone that have no relative among the others. */
const PLACES = CLASSES - 2;
const PLACES_FOR_RELATIVES = PLACES - 2;

/**
 * Occupations by cells of a grid of sixteen by sixteen: those that begin with the same two digits lie in the same row, so that those near to
 * one stand in few rows. A cell's bound is the lesser of its row's and its place's. Rows and places are given out in the order in which codes
 * appear, and never change. Where places run out, an occupation shares one with another that begins with the same three digits, or else two: a cell
 * that two lines of work share tells little of either, and half as much again is scored.
 */
export class OccupationCells {
  readonly #rows = new Map<string, number>();
  /** By leading digits of codes, the place of the first or the last one that begins with them. */
  readonly #places = new Map<string, number>();
  readonly #taken = new Uint32Array(CLASSES);
  #cells = new Uint8Array();

  /** Cells by number of occupation, for all that have appeared. */
  of(names: readonly string[]): Uint8Array {
    const known = this.#cells.length;
    if (known === names.length) return this.#cells;
    const cells = new Uint8Array(names.length);
    cells.set(this.#cells);
    for (let number = known; number < cells.length; number++) cells[number] = this.#newCell(names[number] ?? "");
    this.#cells = cells;
    return cells;
  }

  #newCell(name: string): number {
    const [line, group] = [name.slice(0, 2), name.slice(0, 3)];
    const row = this.#rows.get(line) ?? this.#emptiestRow();
    this.#rows.set(line, row);
    const taken = this.#taken[row] ?? 0;
    const relative = this.#places.get(group);
    const isNew = taken < (relative === undefined ? PLACES : PLACES_FOR_RELATIVES);
    const place = isNew ? taken : (relative ?? this.#places.get(line) ?? 0);
    if (isNew) this.#taken[row] = taken + 1;
    if (relative === undefined) this.#places.set(group, place);
    this.#places.set(line, place);
    return row * CLASSES + place;
  }

  #emptiestRow(): number {
    let found = 0;
    for (let row = 1; row < ALL_PLACES; row++) {
      if ((this.#taken[row] ?? 0) < (this.#taken[found] ?? 0)) found = row;
    }
    return found;
  }
}

/** Puts a cell among others that fill a column's places; two of a row become all of the row where places run out. Returns how many there are. */
export function addCell(columns: Uint8Array, first: number, taken: number, places: number, cell: number): number {
  for (let place = first; place < first + taken; place++) {
    if (columns[place] === cell || columns[place] === (cell | ALL_PLACES)) return taken;
  }
  if (taken < places) {
    columns[first + taken] = cell;
    return taken + 1;
  }
  for (let place = first; place < first + taken; place++) {
    if ((columns[place] ?? 0) >> 4 !== cell >> 4) continue;
    columns[place] = cell | ALL_PLACES;
    return taken;
  }
  columns[first] = ANY_CELL;
  return taken;
}
