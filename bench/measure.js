// Measures two sides in turn, so that a machine that drifts does not favour one.

/** The median. */
export const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

/**
 * Runs the sides in turn and takes medians.
 *
 * @param {Record<string, () => number | Promise<number>>} sides each gives a figure
 * @param {number} rounds how often
 * @returns {Promise<Record<string, number>>} the median of each side
 */
export async function inTurn(sides, rounds = 5) {
  const figures = Object.fromEntries(Object.keys(sides).map((name) => [name, []]));
  for (const side of Object.values(sides)) await side(); // compiles
  for (let round = 0; round < rounds; round++) {
    for (const [name, side] of Object.entries(sides)) figures[name].push(await side());
  }
  return Object.fromEntries(Object.entries(figures).map(([name, values]) => [name, median(values)]));
}
