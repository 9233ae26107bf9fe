// Which fixed effects hierarchical centering can absorb into the random effects, and the coefficients that do it.
import { groupsOf, type Model } from "@lmm-gibbs/core";
import { basicSolution, recordOf, shown } from "@lmm-gibbs/core/internal";

/** For fixed effects by name, whether the centered update centers them. */
export type Centering = Readonly<Record<string, boolean | undefined>>;

/**
 * U with ZU = X as far as Z can, and for which columns of X it can.
 *
 * @param Z - n × q
 * @param X - n × p
 * @returns U, q × p row-major, 0 where a column of Z depends on those before it, so that U is unique; and for each column
 *   of X whether it is that of ZU
 */
export function columnsWithin(
  Z: readonly ArrayLike<number>[],
  X: readonly ArrayLike<number>[],
): { U: Float64Array; exact: boolean[] } {
  const [q, p] = [Z[0].length, X[0].length];
  const ZX = new Float64Array(Z.length * (q + p));
  Z.forEach((z, row) => {
    for (let k = 0; k < q; k++) ZX[row * (q + p) + k] = z[k];
    for (let k = 0; k < p; k++) ZX[row * (q + p) + q + k] = X[row][k];
  });
  const { coefficients, exact } = basicSolution(ZX, Z.length, q + p, q);
  return { U: coefficients, exact };
}

/**
 * The columns of X that are centerable: X_i[:, k] = Z_iu_ik for some u_ik in every group.
 *
 * @param model - the model
 * @returns for each column the index of the first group in which it is not, or −1 when it is centerable
 * @see Gelfand, Sahu & Carlin 1995
 */
function firstGroupsAgainst(model: Model): number[] {
  const against = model.names.map(() => -1);
  groupsOf(model).forEach(({ X, Z }, i) => {
    columnsWithin(Z, X).exact.forEach((isWithin, k) => {
      if (against[k] < 0 && !isWithin) against[k] = i;
    });
  });
  return against;
}

/**
 * The columns of X that a centered update centers: every centerable one that `centering` does not leave out.
 *
 * @param model - the model
 * @param centering - for fixed effects by name, whether to center them; default every centerable one
 * @returns their indices, in order; none when nothing is centerable, and the centered update is then the uncentered
 * @throws {RangeError} on a name that is no fixed effect, or one to center that is not centerable
 */
export function centeredColumns(model: Model, centering: Centering = {}): number[] {
  const { names, terms } = model;
  for (const [name, wanted] of Object.entries(recordOf(centering, [...names], "centering"))) {
    if (wanted !== undefined && typeof wanted !== "boolean") {
      throw new TypeError(`centering[${shown(name)}] must be true or false, got ${shown(wanted)}`);
    }
  }
  const against = firstGroupsAgainst(model);
  names.forEach((name, k) => {
    if (centering[name] === true && against[k] >= 0) {
      const { group, levels, names: effects } = terms[0];
      throw new RangeError(
        `centering: ${shown(name)} is not a combination of the random effects' columns (${effects.join(", ")}) in ` +
          `${group} ${levels[against[k]]}, so it cannot be centered`,
      );
    }
  });
  return names.flatMap((name, k) => (against[k] < 0 && centering[name] !== false ? [k] : []));
}
