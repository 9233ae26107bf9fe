// First and second derivatives of the parts of a likelihood with respect to E, where D = σ²E.
//
// With N_i = R_i'M_i⁻¹R_i, s_i = R_i'M_i⁻¹e_i and S_i = R_i'M_i⁻¹B_iR_X⁻¹, e_i = c_i − B_iβ̂, along symmetric dE, dF:
//   log|M|          Σtr(N_i dE),     −Σtr(dE N_i dF N_i)
//   rss             −Σs_i'dE s_i,    2Σs_i'dE N_i dF s_i − 2 u(dE)'u(dF),  u(dE) = ΣS_i'dE s_i
//   log|R_X'R_X|    −Σtr(S_i'dE S_i), 2Σtr(S_i'dE N_i dF S_i) − tr(t(dE)t(dF)),  t(dE) = ΣS_i'dE S_i
// E is read by its lower triangle, row by row: coordinate (a, b), a ≥ b, is the symmetric matrix with ones at ab and ba.
import type { LikelihoodData } from "./likelihood-data.ts";
import type { ReducedGls } from "./reduced-gls.ts";
import type { WhitenedGroups } from "./whitened-groups.ts";

/** Derivatives of one part: m numbers, and m × m, m = q(q + 1)/2. */
export interface PartDerivatives {
  readonly gradient: Float64Array;
  readonly hessian: Float64Array;
}

/** Derivatives of log|M|, rss and, for REML, log|R_X'R_X|. */
export interface CriterionDerivatives {
  readonly logDeterminant: PartDerivatives;
  readonly rss: PartDerivatives;
  readonly logDeterminantX: PartDerivatives | null;
}

/** The coordinates (a, b), a ≥ b, of a symmetric q × q matrix, row by row. */
export function lowerTriangle(q: number): (readonly [number, number])[] {
  return Array.from({ length: q }, (_, a) =>
    Array.from({ length: a + 1 }, (__, b) => [a, b] as const),
  ).flat();
}

/**
 * The derivatives at one L.
 *
 * @param data - the reduced data
 * @param whitened - its factors at L
 * @param gls - its fit there
 * @param restricted - whether REML's log|R_X'R_X| is wanted
 * @returns gradients and Hessians in the coordinates of E
 * @see Harville 1977, section 4; Lindstrom & Bates 1988
 */
export function criterionDerivatives(
  data: LikelihoodData,
  whitened: WhitenedGroups,
  gls: ReducedGls,
  restricted: boolean,
): CriterionDerivatives {
  const { J, p, q, patternOf } = data;
  const { KR } = whitened;
  const pairs = lowerTriangle(q);
  const m = pairs.length;
  const qq = q * q;
  const N = patternInformation(KR, q);
  const sums = {
    N: new Float64Array(qq),
    ss: new Float64Array(qq),
    SS: new Float64Array(qq),
    NN: new Float64Array(qq * qq),
    Nss: new Float64Array(qq * qq),
    NSS: new Float64Array(qq * qq),
    u: new Float64Array(m * p),
    t: new Float64Array(restricted ? m * p * p : 0),
  };
  const residual = new Float64Array(q);
  const design = new Float64Array(q * p);
  const s = new Float64Array(q);
  const S = new Float64Array(q * p);
  const ss = new Float64Array(qq);
  const SS = new Float64Array(qq);
  for (let i = 0; i < J; i++) {
    const at = patternOf[i] * qq;
    whitenGroup(data, whitened, gls, i, residual, design);
    timesTransposed(KR, at, q, residual, 1, s);
    timesTransposed(KR, at, q, design, p, S);
    outer(s, q, 1, ss);
    if (restricted) outer(S, q, p, SS);
    for (let a = 0; a < qq; a++) {
      const n = N[at + a];
      sums.N[a] += n;
      sums.ss[a] += ss[a];
      sums.SS[a] += SS[a];
      for (let b = 0; b < qq; b++) {
        sums.NN[a * qq + b] += n * N[at + b];
        sums.Nss[a * qq + b] += n * ss[b];
        sums.NSS[a * qq + b] += n * SS[b];
      }
    }
    pairs.forEach(([a, b], j) => {
      for (let k = 0; k < p; k++) {
        sums.u[j * p + k] += S[a * p + k] * s[b] + (a === b ? 0 : S[b * p + k] * s[a]);
        if (!restricted) continue;
        for (let l = 0; l < p; l++) {
          sums.t[(j * p + k) * p + l] +=
            S[a * p + k] * S[b * p + l] + (a === b ? 0 : S[b * p + k] * S[a * p + l]);
        }
      }
    });
  }
  const hessianOf = (tensor: Float64Array, scale: number, less?: Float64Array): Float64Array =>
    bilinear(pairs, q, tensor, scale, less);
  return {
    logDeterminant: { gradient: linear(pairs, q, sums.N, 1), hessian: hessianOf(sums.NN, -1) },
    rss: { gradient: linear(pairs, q, sums.ss, -1), hessian: hessianOf(sums.Nss, 2, gram(sums.u, m, p, 2)) },
    logDeterminantX: restricted
      ? {
          gradient: linear(pairs, q, sums.SS, -1),
          hessian: hessianOf(sums.NSS, 2, gram(sums.t, m, p * p, 1)),
        }
      : null,
  };
}

/** residual := K_i(c_i − B_iβ̂), design := K_iB_iR_X⁻¹. */
function whitenGroup(
  { p, q, patternOf, Bc }: LikelihoodData,
  { K }: WhitenedGroups,
  { RX, delta }: ReducedGls,
  i: number,
  residual: Float64Array,
  design: Float64Array,
): void {
  const pattern = patternOf[i] * q * q;
  residual.fill(0);
  design.fill(0);
  for (let r = 0; r < q; r++) {
    for (let k = 0; k <= r; k++) {
      const weight = K[pattern + r * q + k];
      const at = (i * q + k) * (p + 1);
      let rest = Bc[at + p];
      for (let l = 0; l < p; l++) {
        rest -= Bc[at + l] * delta[l];
        design[r * p + l] += weight * Bc[at + l];
      }
      residual[r] += weight * rest;
    }
    for (let l = 0; l < p; l++) {
      let sum = design[r * p + l];
      for (let k = 0; k < l; k++) sum -= design[r * p + k] * RX[k * p + l];
      design[r * p + l] = sum / RX[l * p + l];
    }
  }
}

/** N_i = (K_iR_i)'K_iR_i of each pattern. */
function patternInformation(KR: Float64Array, q: number): Float64Array {
  const N = new Float64Array(KR.length);
  for (let at = 0; at < KR.length; at += q * q) {
    for (let a = 0; a < q; a++) {
      for (let b = 0; b < q; b++) {
        for (let r = 0; r < q; r++) N[at + a * q + b] += KR[at + r * q + a] * KR[at + r * q + b];
      }
    }
  }
  return N;
}

/** out := A'X for A (q × q from `at`) and X (q × columns). */
function timesTransposed(
  A: Float64Array,
  at: number,
  q: number,
  X: Float64Array,
  columns: number,
  out: Float64Array,
): void {
  out.fill(0);
  for (let r = 0; r < q; r++) {
    for (let a = 0; a < q; a++) {
      const weight = A[at + r * q + a];
      for (let k = 0; k < columns; k++) out[a * columns + k] += weight * X[r * columns + k];
    }
  }
}

/** out := XX' for X (q × columns). */
function outer(X: Float64Array, q: number, columns: number, out: Float64Array): void {
  for (let a = 0; a < q; a++) {
    for (let b = 0; b < q; b++) {
      let sum = 0;
      for (let k = 0; k < columns; k++) sum += X[a * columns + k] * X[b * columns + k];
      out[a * q + b] = sum;
    }
  }
}

/** scale·tr(A dE) for each coordinate. */
function linear(
  pairs: readonly (readonly [number, number])[],
  q: number,
  A: Float64Array,
  scale: number,
): Float64Array {
  return Float64Array.from(pairs, ([a, b]) => scale * (a === b ? 1 : 2) * A[a * q + b]);
}

/** scale·Σtr(dE N dF Q) − less for each pair of coordinates, from the sums of N ⊗ Q. */
function bilinear(
  pairs: readonly (readonly [number, number])[],
  q: number,
  tensor: Float64Array,
  scale: number,
  less?: Float64Array,
): Float64Array {
  const m = pairs.length;
  const qq = q * q;
  const term = (a: number, b: number, c: number, d: number): number => tensor[(b * q + c) * qq + d * q + a];
  return Float64Array.from({ length: m * m }, (_, index) => {
    const [a, b] = pairs[Math.floor(index / m)];
    const [c, d] = pairs[index % m];
    let sum = term(a, b, c, d);
    if (a !== b) sum += term(b, a, c, d);
    if (c !== d) sum += term(a, b, d, c);
    if (a !== b && c !== d) sum += term(b, a, d, c);
    return scale * sum - (less === undefined ? 0 : less[index]);
  });
}

/** scale·VV' for the m rows of V. */
function gram(V: Float64Array, m: number, width: number, scale: number): Float64Array {
  return Float64Array.from({ length: m * m }, (_, index) => {
    const [j, k] = [Math.floor(index / m), index % m];
    let sum = 0;
    for (let l = 0; l < width; l++) sum += V[j * width + l] * V[k * width + l];
    return scale * sum;
  });
}
