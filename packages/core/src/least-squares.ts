// Triangular factors of tall matrices by Householder reflections, and the linear dependencies they show.

/** A triangular reduction of a matrix. */
export interface Echelon {
  /** Row-major, `rank` rows of the matrix's width; R'R = A'A up to the columns found dependent. */
  readonly R: Float64Array;
  readonly rank: number;
  /** Indices of leading columns that are combinations of the columns before them. */
  readonly dependent: number[];
}

/** Coefficients that fit right-hand sides by the columns of a matrix. */
export interface BasicSolution {
  /** columns × right-hand sides, row-major; 0 for a column that depends on those before it. */
  readonly coefficients: Float64Array;
  /** For each right-hand side whether the columns leave nothing of it but rounding. */
  readonly exact: boolean[];
}

const BLOCK_ROWS = 512;
/** A column is called dependent when all but so little of it is a combination of the columns before it. */
export const DEPENDENT = 1e-10;

/**
 * The triangular factor R of a tall matrix, R'R = A'A, without forming A'A.
 *
 * @param rowAt - copies row i of A into `into` at `offset`
 * @param rows - rows of A; they are visited in blocks, so A itself need not exist
 * @param columns - columns of A
 * @returns R in row echelon form
 * @see Golub & Van Loan 2013, section 5.2
 */
export function triangularFactor(
  rowAt: (i: number, into: Float64Array, offset: number) => void,
  rows: number,
  columns: number,
): Echelon {
  const work = new Float64Array((columns + Math.min(rows, BLOCK_ROWS)) * columns);
  let kept: Echelon = { R: new Float64Array(0), rank: 0, dependent: [] };
  for (let start = 0; start < rows; start += BLOCK_ROWS) {
    const end = Math.min(rows, start + BLOCK_ROWS);
    work.set(kept.R);
    for (let i = start; i < end; i++) rowAt(i, work, (kept.rank + i - start) * columns);
    const height = kept.rank + end - start;
    kept = echelon(work.slice(0, height * columns), height, columns, columns, 0);
  }
  return kept;
}

/**
 * Row echelon form by Householder reflections over the first `pivots` columns, in order.
 *
 * @param A - m × n row-major; overwritten
 * @param m - rows
 * @param n - columns
 * @param pivots - how many leading columns to reduce
 * @param tolerance - a column whose part orthogonal to the columns before it is at most `tolerance` times its length is
 *   called dependent on them
 * @returns the first `rank` rows, and the dependent columns; rows past `rank` of A hold what is orthogonal to the pivots
 */
export function echelon(A: Float64Array, m: number, n: number, pivots: number, tolerance: number): Echelon {
  const dependent: number[] = [];
  let r = 0;
  for (let j = 0; j < pivots; j++) {
    const whole = columnNorm(A, m, n, j, 0);
    const norm = columnNorm(A, m, n, j, r);
    if (norm <= tolerance * whole) {
      dependent.push(j);
      for (let i = r; i < m; i++) A[i * n + j] = 0;
      continue;
    }
    reflect(A, m, n, r, j, norm);
    r++;
  }
  return { R: A.slice(0, r * n), rank: r, dependent };
}

/**
 * The least-squares coefficients of B on A that are 0 for every column of A that depends on those before it.
 *
 * @param AB - m × n row-major, A its first `columns` columns and B the others; overwritten
 * @param m - rows
 * @param n - columns of A and B together
 * @param columns - columns of A
 * @returns the coefficients, which do not change when A and B are multiplied by an orthogonal matrix
 */
export function basicSolution(AB: Float64Array, m: number, n: number, columns: number): BasicSolution {
  const sides = n - columns;
  const lengths = Array.from({ length: sides }, (_, side) => columnNorm(AB, m, n, columns + side, 0));
  const { rank, dependent } = echelon(AB, m, n, columns, DEPENDENT);
  const pivots = Array.from({ length: columns }, (_, k) => k).filter((k) => !dependent.includes(k));
  const coefficients = new Float64Array(columns * sides);
  for (let side = 0; side < sides; side++) {
    for (let r = rank - 1; r >= 0; r--) {
      let sum = AB[r * n + columns + side];
      for (let s = r + 1; s < rank; s++)
        sum -= AB[r * n + pivots[s]] * coefficients[pivots[s] * sides + side];
      coefficients[pivots[r] * sides + side] = sum / AB[r * n + pivots[r]];
    }
  }
  const exact = lengths.map(
    (length, side) => columnNorm(AB, m, n, columns + side, rank) <= DEPENDENT * length,
  );
  return { coefficients, exact };
}

/** The Euclidean norm of column j of an m × n matrix from a row on, without overflow. */
export function columnNorm(A: Float64Array, m: number, n: number, j: number, from: number): number {
  let largest = 0;
  for (let i = from; i < m; i++) largest = Math.max(largest, Math.abs(A[i * n + j]));
  if (largest === 0) return 0;
  let sum = 0;
  for (let i = from; i < m; i++) {
    const relative = A[i * n + j] / largest;
    sum += relative * relative;
  }
  return largest * Math.sqrt(sum);
}

/** Applies I − 2vv'/v'v, which maps A[r.., j] to ∓norm·e₁, to columns j.. of A. */
function reflect(A: Float64Array, m: number, n: number, r: number, j: number, norm: number): void {
  const v = new Float64Array(m - r);
  for (let i = r; i < m; i++) v[i - r] = A[i * n + j] / norm;
  v[0] += v[0] < 0 ? -1 : 1;
  const beta = 1 / Math.abs(v[0]);
  for (let column = j; column < n; column++) {
    let dot = 0;
    for (let i = r; i < m; i++) dot += v[i - r] * A[i * n + column];
    dot *= beta;
    for (let i = r; i < m; i++) A[i * n + column] -= dot * v[i - r];
  }
  for (let i = r + 1; i < m; i++) A[i * n + j] = 0;
}
