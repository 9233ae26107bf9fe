// What the names of a mixed model's variables say: beta[…], sigma, sigma2, sd_g[…], cor_g[…], D_g[…], b_g[…].

/** The part a variable plays in a mixed model, as far as its name tells. */
export type Role = "location" | "sd" | "variance" | "correlation" | "other";

/** A name taken apart. */
export interface GibbsName {
  readonly role: Role;
  /** The grouping factor, "" for none. */
  readonly group: string;
  /** What stands between the brackets, "" for nothing. */
  readonly index: string;
}

/**
 * Whether a role is one in the covariance of effects or errors.
 *
 * @param role - a role
 * @returns true for standard deviations, variances, correlations and covariances
 */
export function isSpread(role: Role): boolean {
  return role === "sd" || role === "variance" || role === "correlation";
}

/**
 * Takes the name of a variable apart.
 *
 * @param variable - such as `sd_Subject[age]`
 * @returns its role, grouping factor and index
 */
export function gibbsName(variable: string): GibbsName {
  const [, family, group = "", index = ""] =
    /^(beta|mu|b|sigma2?|tau2?|sd|cor|D)(?:_([^[]*))?(?:\[(.*)\])?$/su.exec(variable) ?? [];
  return { role: roleOf(family, index), group, index };
}

function roleOf(family: string | undefined, index: string): Role {
  if (family === undefined) return "other";
  if (family === "beta" || family === "mu" || family === "b") return "location";
  if (family === "cor") return "correlation";
  if (family !== "D") return family.endsWith("2") ? "variance" : "sd";
  if (index === "") return "variance";
  // D[x,x] is a variance, D[x,z] a covariance; a name may itself hold commas.
  const half = (index.length - 1) / 2;
  return Number.isInteger(half) && index.slice(0, half) === index.slice(half + 1)
    ? "variance"
    : "correlation";
}
