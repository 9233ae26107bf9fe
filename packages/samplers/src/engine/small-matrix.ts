// Symmetric matrices of a few rows, row-major in place: Cholesky factors, solves and inverses that allocate nothing.

/**
 * A := L, the lower factor of A = LL'; only the lower triangle of A is read and written.
 *
 * @param A - holds an n × n matrix from `at`
 * @param n - rows
 * @param at - where the matrix starts
 * @returns whether A is positive definite
 */
export function factorInPlace(A: Float64Array, n: number, at = 0): boolean {
  for (let j = 0; j < n; j++) {
    let d = A[at + j * n + j];
    for (let k = 0; k < j; k++) d -= A[at + j * n + k] * A[at + j * n + k];
    // Written so that NaN is refused.
    if (!(d > 0 && d < Infinity)) return false;
    const l = Math.sqrt(d);
    A[at + j * n + j] = l;
    for (let i = j + 1; i < n; i++) {
      let s = A[at + i * n + j];
      for (let k = 0; k < j; k++) s -= A[at + i * n + k] * A[at + j * n + k];
      A[at + i * n + j] = s / l;
    }
  }
  return true;
}

/** x := L⁻¹x for the lower factor L (n × n from `at`) and x (n from `from`). */
export function solveLowerInPlace(
  L: Float64Array,
  n: number,
  at: number,
  x: Float64Array,
  from: number,
): void {
  for (let i = 0; i < n; i++) {
    let sum = x[from + i];
    for (let k = 0; k < i; k++) sum -= L[at + i * n + k] * x[from + k];
    x[from + i] = sum / L[at + i * n + i];
  }
}

/** x := L⁻ᵀx for the lower factor L (n × n from `at`) and x (n from `from`). */
export function solveLowerTransposedInPlace(
  L: Float64Array,
  n: number,
  at: number,
  x: Float64Array,
  from: number,
): void {
  for (let i = n - 1; i >= 0; i--) {
    let sum = x[from + i];
    for (let k = i + 1; k < n; k++) sum -= L[at + k * n + i] * x[from + k];
    x[from + i] = sum / L[at + i * n + i];
  }
}

/** inverse := L⁻¹ from `at` for the lower factor L (n × n); above the diagonal it is left as it was. */
export function invertLowerInto(L: Float64Array, n: number, inverse: Float64Array, at: number): void {
  for (let j = 0; j < n; j++) {
    for (let i = j; i < n; i++) {
      let sum = i === j ? 1 : 0;
      for (let k = j; k < i; k++) sum -= L[i * n + k] * inverse[at + k * n + j];
      inverse[at + i * n + j] = sum / L[i * n + i];
    }
  }
}

/** inverse := A⁻¹ = L⁻ᵀL⁻¹ from the lower factor L of A; `column` is scratch of n numbers. */
export function invertFactoredInto(
  L: Float64Array,
  n: number,
  inverse: Float64Array,
  column: Float64Array,
): void {
  for (let j = 0; j < n; j++) {
    column.fill(0, 0, n);
    column[j] = 1;
    solveLowerInPlace(L, n, 0, column, 0);
    solveLowerTransposedInPlace(L, n, 0, column, 0);
    for (let i = 0; i < n; i++) inverse[i * n + j] = column[i];
  }
}
