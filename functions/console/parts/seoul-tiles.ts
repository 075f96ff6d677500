/**
 * The 25 districts of Seoul as tiles, drawn for these pages: each stands about where it lies, so that neighbours mostly touch. Rows run from north to
 * south, columns from west to east; the Han runs between 마포, 용산, 성동, 광진 and those below or left of them.
 */
export const SEOUL_TILES: readonly (readonly [code: string, column: number, row: number])[] = [
  ["11305", 3, 0],
  ["11320", 4, 0],
  ["11380", 2, 1],
  ["11110", 3, 1],
  ["11290", 4, 1],
  ["11350", 5, 1],
  ["11500", 0, 2],
  ["11440", 1, 2],
  ["11410", 2, 2],
  ["11140", 3, 2],
  ["11230", 4, 2],
  ["11260", 5, 2],
  ["11470", 0, 3],
  ["11560", 1, 3],
  ["11590", 2, 3],
  ["11170", 3, 3],
  ["11200", 4, 3],
  ["11215", 5, 3],
  ["11740", 6, 3],
  ["11530", 0, 4],
  ["11545", 1, 4],
  ["11620", 2, 4],
  ["11650", 3, 4],
  ["11680", 4, 4],
  ["11710", 5, 4],
];

export const TILE_COLUMNS = 7;
export const TILE_ROWS = 5;
