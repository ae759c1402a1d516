/** Marks that stand between things. */
export const SEPARATORS = [',', ' ', ';', '\\n', ', ', ':', '-', '.', '/', '', '|', '_', '=', '#', '\\t'];
