// Chains that do not move, which R-hat and effective sample sizes may overlook when the others do.

/**
 * Whether all draws of a chain are one value.
 *
 * @param chain - draws
 * @returns true when they are
 */
export function isStill(chain: Float64Array): boolean {
  return chain.every((value) => value === chain[0]);
}

/**
 * The chains that never leave one value, though those that move are seldom there: a chain of zeros is not stuck when the
 * others are zero most of the time too. When none moves, all are stuck unless all have the same value.
 *
 * @param chains - chains of finite draws
 * @returns their numbers, counted from 1
 */
export function stuckChains(chains: readonly Float64Array[]): number[] {
  const moving = chains.filter((chain) => !isStill(chain));
  const numbers = chains.map((_, j) => j + 1).filter((number) => isStill(chains[number - 1]));
  if (moving.length === 0) return chains.every(([value]) => value === chains[0][0]) ? [] : numbers;
  const isUsual = (value: number): boolean => {
    const shares = moving.map((chain) => chain.filter((draw) => draw === value).length / chain.length);
    return 2 * shares.reduce((sum, share) => sum + share, 0) >= moving.length;
  };
  return numbers.filter((number) => !isUsual(chains[number - 1][0]));
}
