// Columns of X that are combinations of the columns before them: what they are made of, and X without them.
import { shortly } from "../formula/formula-error.ts";
import {
  basicSolution,
  columnNorm,
  DEPENDENT,
  type Echelon,
  echelon,
  triangularFactor,
} from "../least-squares.ts";

/** A column of X that is a combination of columns before it. */
export interface AliasedColumn {
  readonly name: string;
  /** Its 0-based place among all columns as they were written. */
  readonly column: number;
  /** The columns that make it, none when it is 0 everywhere. */
  readonly combination: readonly {
    readonly name: string;
    readonly column: number;
    readonly coefficient: number;
  }[];
}

const MOST_TERMS = 6;
const MOST_COLUMNS = 4;
/** Of less of a column beside the others, cross-products keep no digit: its square is a rounding error of theirs. */
const NO_DIGITS = 1e-7;
/** What a combination may differ by from a column, relative to the column's length, and still be called it. */
const SAME = 1e-8;

/**
 * The columns that depend on those before them, each with its combination of the columns that do not.
 *
 * @param X - N × p, row-major
 * @param names - of the p columns
 * @returns the dependent columns in order; none when X has full column rank
 * @throws {RangeError} when a column is no combination of those before it but so nearly that doubles do not tell them
 *   apart, such as a covariate whose mean is ten million times its spread
 * @see Golub & Van Loan 2013, section 5.5
 */
export function aliasedColumns(X: Float64Array, names: readonly string[]): AliasedColumn[] {
  const p = names.length;
  const factor = triangularFactor(
    (i, into, offset) => into.set(X.subarray(i * p, (i + 1) * p), offset),
    X.length / p,
    p,
  );
  const aliased = combinations(factor, names, DEPENDENT);
  const known = new Set(aliased.map(({ column }) => column));
  const near = combinations(factor, names, NO_DIGITS).filter(({ column }) => !known.has(column));
  if (near.length === 0) return aliased;
  throw new RangeError(
    `the columns before make ${near.map(({ name }) => shortly(name)).join(", ")} to 8 digits (${dependenciesText(near)}), ` +
      "so that double precision leaves none for the coefficient; centre the covariate, as scale(x) does, or leave it out",
  );
}

function combinations({ R, rank }: Echelon, names: readonly string[], tolerance: number): AliasedColumn[] {
  const p = names.length;
  const { dependent } = echelon(R.slice(), rank, p, p, tolerance);
  if (dependent.length === 0) return [];
  const isDependent = new Set(dependent);
  const kept = names.map((_, k) => k).filter((k) => !isDependent.has(k));
  const order = [...kept, ...dependent];
  const permuted = Float64Array.from({ length: rank * p }, (_, at) => {
    return R[Math.floor(at / p) * p + order[at % p]];
  });
  const lengths = names.map((_, k) => columnNorm(R, rank, p, k, 0));
  const { coefficients } = basicSolution(permuted, rank, p, kept.length);
  return dependent.map((column, side) => ({
    name: names[column],
    column,
    combination: kept.flatMap((k, at) => {
      const coefficient = coefficients[at * dependent.length + side];
      if (Math.abs(coefficient) * lengths[k] <= SAME * lengths[column]) return [];
      return [{ name: names[k], column: k, coefficient: clean(coefficient) }];
    }),
  }));
}

/**
 * A dependency as an equation.
 *
 * @param aliased - the column
 * @returns as `x3 = 2·x1 + 1·(Intercept)`, the intercept last
 */
function dependencyText({ name, combination }: AliasedColumn): string {
  if (combination.length === 0) return `${bare(name)} = 0`;
  const isIntercept = (one: { name: string }): number => (one.name === "(Intercept)" ? 1 : 0);
  const terms = combination.toSorted((a, b) => isIntercept(a) - isIntercept(b));
  const text = terms.slice(0, MOST_TERMS).map(({ name: of, coefficient }, i) => {
    const sign = coefficient < 0 ? "− " : i > 0 ? "+ " : "";
    return `${sign}${Number(Math.abs(coefficient).toPrecision(6))}·${bare(of)}`;
  });
  const more = terms.length - text.length;
  return `${bare(name)} = ${text.join(" ").replace(/^− /u, "−")}${more > 0 ? ` + ${more} more` : ""}`;
}

/**
 * Some dependencies as a phrase.
 *
 * @param aliased - the columns
 * @returns the equations, separated by semicolons
 */
export function dependenciesText(aliased: readonly AliasedColumn[]): string {
  const more = aliased.length - MOST_COLUMNS;
  return (
    aliased
      .slice(0, MOST_COLUMNS)
      .map((one) => dependencyText(one))
      .join("; ") + (more > 0 ? `; and ${more} more` : "")
  );
}

/**
 * X without its aliased columns.
 *
 * @param X - N × p, row-major, of all columns
 * @param p - how many they are
 * @param aliased - the columns to leave out
 * @returns N × (p − aliased), row-major; X itself when there are none
 */
export function withoutAliased(X: Float64Array, p: number, aliased: readonly AliasedColumn[]): Float64Array {
  if (aliased.length === 0) return X;
  const out = new Set(aliased.map(({ column }) => column));
  return X.filter((_, at) => !out.has(at % p));
}

/**
 * Refuses rows in which a column that was left out is not the combination that it was: what multiplies it is not known.
 *
 * @param X - rows × p, row-major, of all columns
 * @param p - how many they are
 * @param aliased - the columns that the model left out
 * @throws {RangeError} naming the row and the dependency
 */
export function requireSameDependencies(X: Float64Array, p: number, aliased: readonly AliasedColumn[]): void {
  for (const one of aliased) {
    for (let row = 0; row < X.length / p; row++) {
      const value = X[row * p + one.column];
      let sum = 0;
      let size = Math.abs(value);
      for (const { column, coefficient } of one.combination) {
        const part = coefficient * X[row * p + column];
        sum += part;
        size = Math.max(size, Math.abs(part));
      }
      if (Math.abs(value - sum) > SAME * size) {
        throw new RangeError(
          `row ${row + 1}: ${shortly(one.name)} is ${value}, but the model left it out because ${dependencyText(one)} ` +
            `in its data, which gives ${sum} here; the data do not tell what to predict`,
        );
      }
    }
  }
}

/** A column's name in an equation: short, so that long labels do not hide it. */
function bare(name: string): string {
  return shortly(name).slice(1, -1);
}

/** A coefficient that is a short decimal but for rounding. */
function clean(coefficient: number): number {
  const short = Number(coefficient.toPrecision(6));
  return Math.abs(short - coefficient) <= SAME * Math.abs(coefficient) ? short : coefficient;
}
