// Planted errors, each a derivation that somebody could write down, and the name under which the checker finds it.
import {
  flat,
  groupsOf,
  halfT,
  inverseGamma,
  inverseGammaLaw,
  inverseWishart,
  inverseWishartLaw,
  mixedModelFromMatrices,
  type Model,
  normal,
  type NormalLaw,
  normalLaw,
  type PriorsWritten,
  type State,
  zellner,
} from "@lmm-gibbs/core";
import { conditionals, seededStream } from "@lmm-gibbs/samplers";
import { type Candidate, checkConditional, type ConditionalName } from "@lmm-gibbs/verify";
import { inverse, Matrix } from "ml-matrix";
import { describe, expect, test } from "vitest";
import { randomModel } from "../random-model.ts";

const PSI = [
  [2, 0.5, 0],
  [0.5, 1, 0.2],
  [0, 0.2, 3],
];
const M0 = [1, -1, 0.5];
const S = [
  [2, 0.3],
  [0.3, 1],
];
const [A0, S0, NU] = [2.5, 1.5, 4];
const conjugate: PriorsWritten = {
  beta: normal({ mean: M0, precision: PSI }),
  sigma2: inverseGamma({ shape: A0, scale: S0 }),
  D: inverseWishart({ df: NU, scale: S }),
};
const model = randomModel(seededStream(7, 0), conjugate);
const modelWith = (priors: PriorsWritten, diagonal = false): Model =>
  randomModel(seededStream(7, 0), { ...conjugate, ...priors }, { diagonal });

const groups = groupsOf(model).map(({ y, X, Z }) => ({
  y: Matrix.columnVector(y),
  X: new Matrix(X),
  Z: new Matrix(Z),
}));
const [N, J, p] = [model.rows, groups.length, 3];
type Group = (typeof groups)[0];
const column = (values: readonly number[]): Matrix => Matrix.columnVector([...values]);
const sum = (term: (group: Group, i: number) => Matrix): Matrix =>
  groups.map(term).reduce((total, one) => Matrix.add(total, one));
const times = (A: Matrix, ...others: Matrix[]): Matrix => others.reduce((product, B) => product.mmul(B), A);
const Psi = new Matrix(PSI);
const priorTerm = Psi.mmul(column(M0));
const b = (s: State, i: number): Matrix => column(s.terms[0].b[i]);
const XX = sum(({ X }) => times(X.transpose(), X));
const Xr = (s: State, sign = 1): Matrix =>
  sum(({ y, X, Z }, i) => times(X.transpose(), Matrix.sub(y, times(Z, b(s, i)).mul(sign))));
const V = ({ Z }: Group, s: State): Matrix =>
  times(Z, new Matrix(s.terms[0].D), Z.transpose()).add(Matrix.eye(Z.rows).mul(s.sigma2));
const XVX = (s: State): Matrix => sum((group) => times(group.X.transpose(), inverse(V(group, s)), group.X));
const XVy = (s: State): Matrix => sum((group) => times(group.X.transpose(), inverse(V(group, s)), group.y));
const squares = (s: State, sign = 1): number =>
  groups.reduce((total, { y, X, Z }, i) => {
    const residual = Matrix.sub(y, times(X, column(s.beta))).sub(times(Z, b(s, i)).mul(sign));
    return total + residual.norm("frobenius") ** 2;
  }, 0);
const products = (s: State): Matrix => {
  const stack = new Matrix(s.terms[0].b);
  return times(stack.transpose(), stack);
};
const shrinkage = (s: State, i: number): { P: Matrix; h: Matrix } => {
  const { y, X, Z } = groups[i];
  return {
    P: inverse(new Matrix(s.terms[0].D)).add(times(Z.transpose(), Z).div(s.sigma2)),
    h: times(Z.transpose(), Matrix.sub(y, times(X, column(s.beta)))).div(s.sigma2),
  };
};

// As laws and as numbers, so that both ways into the checker are walked.
const byLaw = (P: Matrix, h: Matrix) => normalLaw({ precision: P.to2DArray(), precisionMean: h.to1DArray() });
const byMean = (mean: Matrix, precision: Matrix) => ({
  mean: mean.to1DArray(),
  precision: precision.to2DArray(),
});
const quadratic = (P: Matrix, h: Matrix) => (x: number[]) => {
  const X = column(x);
  return h.transpose().mmul(X).get(0, 0) - 0.5 * times(X.transpose(), P, X).get(0, 0);
};
const zellnerDelta = 0.05;
const zellnerModel = modelWith({ beta: zellner({ delta: zellnerDelta, mean: M0 }) });
const halfTModel = modelWith({
  D: halfT({ df: 2, scale: [1.5, 0.7] }),
  sigma2: halfT({ df: 3, scale: 1.2 }),
});
const diagonalModel = modelWith(
  { D: [inverseGamma({ shape: 2, scale: 3 }), inverseGamma({ shape: 1, scale: 0.5 })] },
  true,
);

// The slope is random only, so col(Z_i) is not within col(X_i) and least squares is not generalised least squares.
const slopesModel = mixedModelFromMatrices(
  {
    y: groups.map(({ y }) => y.to1DArray()),
    X: groups.map(({ X }) => X.subMatrixColumn([0]).to2DArray()),
    Z: groups.map(({ Z }) => Z.to2DArray()),
  },
  { priors: { ...conjugate, beta: flat() } },
);
const slopesModelGroups = groups.map(({ y, X, Z }) => ({ y, Z, X: X.subMatrixColumn([0]) }));

// Two rows a group at least, so that U_i = I is the only solution of Z_iU_i = X_ci.
const fullRankModel = randomModel(seededStream(7, 0), conjugate, { sizes: [2, 3, 5, 3, 4] });

/** β given η, X = [X_c, x] with X_c = Z, so U_i = I: the right law, or one with something else in a place. */
const centered = (
  s: State,
  {
    weight = inverse(new Matrix(s.terms[0].D)),
    response,
    times: subtracted = 1,
  }: { weight?: Matrix; response?: (i: number) => Matrix; times?: number },
): NormalLaw => {
  const eta = (i: number): Matrix => column([s.beta[0], s.beta[1]]).add(b(s, i));
  const P = Matrix.zeros(3, 3);
  const h = Matrix.zeros(3, 1);
  groupsOf(fullRankModel).forEach((group, i) => {
    const [y, X, Z] = [column(group.y), new Matrix(group.X), new Matrix(group.Z)];
    const x = X.getColumnVector(2);
    const rest = Matrix.sub(y, times(Z, eta(i)).mul(subtracted));
    const weighted = times(weight, (response ?? eta)(i));
    for (const k of [0, 1]) {
      for (const l of [0, 1]) P.set(k, l, P.get(k, l) + weight.get(k, l));
      h.set(k, 0, h.get(k, 0) + weighted.get(k, 0));
    }
    P.set(2, 2, P.get(2, 2) + x.dot(x) / s.sigma2);
    h.set(2, 0, h.get(2, 0) + x.dot(rest) / s.sigma2);
  });
  return byLaw(P.add(Psi), h.add(priorTerm));
};

const interceptModel = mixedModelFromMatrices(
  {
    y: groups.map(({ y }) => y.to1DArray()),
    X: groups.map(({ X }) => X.to2DArray()),
    Z: groups.map(({ y }) => y.to1DArray().map(() => [1])),
  },
  { priors: { ...conjugate, D: inverseGamma({ shape: 2, scale: 1 }) } },
);

interface Planted<Name extends ConditionalName = ConditionalName> {
  error: string;
  block: Name;
  candidate: Candidate<Name>;
  /** The fault that it must be called; or two. */
  fault: string | [string, string];
  of?: Model;
}
const planted = <Name extends ConditionalName>(
  block: Name,
  error: string,
  fault: Planted["fault"],
  candidate: Candidate<Name>,
  of: Model = model,
): Planted => ({ block, error, fault, candidate, of }) as unknown as Planted;

const errors: Planted[] = [
  planted("beta", "prior precision missing", "prior-precision-missing", (s) =>
    byLaw(Matrix.div(XX, s.sigma2), Matrix.add(priorTerm, Xr(s).div(s.sigma2))),
  ),
  planted("beta", "prior precision counted twice", "prior-precision-twice", (s) =>
    byLaw(Matrix.div(XX, s.sigma2).add(Psi).add(Psi), Matrix.add(priorTerm, Xr(s).div(s.sigma2))),
  ),
  planted("beta", "prior mean forgotten", "prior-mean-missing", (s) =>
    quadratic(Matrix.div(XX, s.sigma2).add(Psi), Xr(s).div(s.sigma2)),
  ),
  planted("beta", "prior forgotten", "prior-missing", (s) =>
    byLaw(Matrix.div(XX, s.sigma2), Xr(s).div(s.sigma2)),
  ),
  planted("beta", "prior covariance for its precision", "prior-covariance-for-precision", (s) =>
    byLaw(Matrix.div(XX, s.sigma2).add(inverse(Psi)), inverse(Psi).mmul(column(M0)).add(Xr(s).div(s.sigma2))),
  ),
  planted("beta", "prior mean without its precision", "prior-mean-unweighted", (s) =>
    byLaw(Matrix.div(XX, s.sigma2).add(Psi), column(M0).add(Xr(s).div(s.sigma2))),
  ),
  planted("beta", "σ² missing", "sigma2-missing", (s) =>
    byLaw(Matrix.add(XX, Psi), Matrix.add(priorTerm, Xr(s))),
  ),
  planted("beta", "σ² missing from P·mean", "sigma2-missing-in-mean", (s) =>
    byLaw(Matrix.div(XX, s.sigma2).add(Psi), Matrix.add(priorTerm, Xr(s))),
  ),
  planted("beta", "σ² divided by twice", "sigma2-twice", (s) =>
    byLaw(Matrix.div(XX, s.sigma2 ** 2).add(Psi), Matrix.add(priorTerm, Xr(s).div(s.sigma2 ** 2))),
  ),
  planted("beta", "σ for σ²", "sigma-for-sigma2", (s) =>
    quadratic(
      Matrix.div(XX, Math.sqrt(s.sigma2)).add(Psi),
      Matrix.add(priorTerm, Xr(s).div(Math.sqrt(s.sigma2))),
    ),
  ),
  planted("beta", "b not subtracted", "b-not-subtracted", (s) =>
    byLaw(Matrix.div(XX, s.sigma2).add(Psi), Matrix.add(priorTerm, Xr(s, 0).div(s.sigma2))),
  ),
  planted("beta", "b added", "b-added", (s) =>
    byLaw(Matrix.div(XX, s.sigma2).add(Psi), Matrix.add(priorTerm, Xr(s, -1).div(s.sigma2))),
  ),
  planted("beta", "sign of the mean", "mean-sign", (s) => {
    const P = Matrix.div(XX, s.sigma2).add(Psi);
    return byMean(
      inverse(P)
        .mmul(Matrix.add(priorTerm, Xr(s).div(s.sigma2)))
        .mul(-1),
      P,
    );
  }),
  planted("beta", "mean not multiplied by the covariance", "mean-not-multiplied-by-covariance", (s) =>
    byMean(Matrix.add(priorTerm, Xr(s).div(s.sigma2)), Matrix.div(XX, s.sigma2).add(Psi)),
  ),
  planted("beta", "precision given as covariance", "precision-for-covariance", (s) => {
    const P = Matrix.div(XX, s.sigma2).add(Psi);
    const mean = inverse(P).mmul(Matrix.add(priorTerm, Xr(s).div(s.sigma2)));
    return { mean: mean.to1DArray(), covariance: P.to2DArray() };
  }),
  planted("beta", "½ of the exponent missing", "half-missing", (s) => {
    const P = Matrix.div(XX, s.sigma2).add(Psi);
    return quadratic(Matrix.mul(P, 2), Matrix.add(priorTerm, Xr(s).div(s.sigma2)).mul(2));
  }),
  planted("beta", "correlations left out", "covariance-diagonal-only", (s) => {
    const C = inverse(Matrix.div(XX, s.sigma2).add(Psi));
    const mean = C.mmul(Matrix.add(priorTerm, Xr(s).div(s.sigma2)));
    return { mean: mean.to1DArray(), sd: C.diagonal().map(Math.sqrt) };
  }),
  planted("beta", "b integrated out where it is given", "b-integrated-out", (s) =>
    byLaw(XVX(s).add(Psi), XVy(s).add(priorTerm)),
  ),
  planted("beta", "a group forgotten at the end of the loop", "last-group-left-out", (s) => {
    const { y, X, Z } = groups[J - 1];
    const last = times(X.transpose(), Matrix.sub(y, times(Z, b(s, J - 1))));
    return byLaw(
      Matrix.sub(XX, times(X.transpose(), X)).div(s.sigma2).add(Psi),
      Matrix.sub(Xr(s), last).div(s.sigma2).add(priorTerm),
    );
  }),
  planted(
    "beta",
    "Zellner's precision without σ²",
    "prior-sigma2-missing",
    (s) =>
      byLaw(
        Matrix.mul(XX, 1 / s.sigma2 + zellnerDelta),
        Matrix.mul(XX, zellnerDelta).mmul(column(M0)).add(Xr(s).div(s.sigma2)),
      ),
    zellnerModel,
  ),
  // A defect of a published package.
  planted("betaMarginal", "σ² divided by a second time", "sigma2-twice", (s) =>
    byLaw(XVX(s).div(s.sigma2).add(Psi), XVy(s).div(s.sigma2).add(priorTerm)),
  ),
  planted("betaMarginal", "σ² divided by a second time in the precision", "sigma2-twice-in-precision", (s) =>
    byLaw(XVX(s).div(s.sigma2).add(Psi), XVy(s).add(priorTerm)),
  ),
  planted(
    "betaMarginal",
    "the whole precision divided by σ² a second time, the mean right",
    "precision-over-sigma2",
    (s) => {
      const P = XVX(s).add(Psi);
      return byMean(inverse(P).mmul(XVy(s).add(priorTerm)), Matrix.div(P, s.sigma2));
    },
  ),
  planted("betaMarginal", "b subtracted although integrated out", "b-subtracted", (s) =>
    byLaw(
      XVX(s).add(Psi),
      sum((group, i) =>
        times(group.X.transpose(), inverse(V(group, s)), Matrix.sub(group.y, times(group.Z, b(s, i)))),
      ).add(priorTerm),
    ),
  ),
  planted("betaMarginal", "ZDZ' forgotten", "random-effects-left-out", (s) =>
    byLaw(Matrix.div(XX, s.sigma2).add(Psi), Xr(s, 0).div(s.sigma2).add(priorTerm)),
  ),
  planted("betaMarginal", "σ for σ² in V", "sigma-for-sigma2-in-V", (s) => {
    const other = { ...s, sigma2: Math.sqrt(s.sigma2) };
    return byLaw(XVX(other).add(Psi), XVy(other).add(priorTerm));
  }),
  planted(
    "betaMarginal",
    "groups' least-squares fits for their generalised ones",
    "least-squares-fits",
    (s) => {
      const parts = slopesModelGroups.map((group) => {
        const { X, y } = group;
        const XV = times(X.transpose(), inverse(V(group, s)));
        const fit = inverse(times(X.transpose(), X)).mmul(X.transpose()).mmul(y);
        return [times(XV, X), times(XV, X, fit)];
      });
      const total = (k: number): Matrix => parts.map((part) => part[k]).reduce((A, B) => Matrix.add(A, B));
      return byLaw(total(0), total(1));
    },
    slopesModel,
  ),
  planted(
    "betaCentered",
    "b_i for η_i",
    "b-for-eta",
    (s) => centered(s, { response: (i) => b(s, i) }),
    fullRankModel,
  ),
  planted(
    "betaCentered",
    "D for D⁻¹",
    "D-not-inverted",
    (s) => centered(s, { weight: new Matrix(s.terms[0].D) }),
    fullRankModel,
  ),
  planted(
    "betaCentered",
    "Z_iη_i not subtracted",
    "eta-not-subtracted",
    (s) => centered(s, { times: 0 }),
    fullRankModel,
  ),
  planted(
    "betaCentered",
    "the plain law of β given b",
    "b-given",
    (s) => conditionals(fullRankModel).beta(s),
    fullRankModel,
  ),
  planted(
    "betaCentered",
    "prior precision missing",
    "prior-precision-missing",
    (s) => {
      const { mean, precision } = centered(s, {});
      const P = new Matrix(precision);
      return byLaw(Matrix.sub(P, Psi), P.mmul(column(mean)));
    },
    fullRankModel,
  ),
  planted("b", "D⁻¹ missing", "prior-precision-missing", (s, i) => {
    const { Z } = groups[i];
    return quadratic(times(Z.transpose(), Z).div(s.sigma2), shrinkage(s, i).h);
  }),
  planted("b", "D for D⁻¹", "prior-covariance-for-precision", (s, i) => {
    const { Z } = groups[i];
    return byLaw(new Matrix(s.terms[0].D).add(times(Z.transpose(), Z).div(s.sigma2)), shrinkage(s, i).h);
  }),
  planted("b", "Xβ not subtracted", "beta-not-subtracted", (s, i) => {
    const { y, Z } = groups[i];
    return byLaw(shrinkage(s, i).P, times(Z.transpose(), y).div(s.sigma2));
  }),
  planted("b", "rows of another group", "next-group", (s, i) => {
    const { P, h } = shrinkage(s, Math.min(i + 1, J - 1));
    return byLaw(P, h);
  }),
  planted("b", "the least-squares fit, not shrunk", "mean-not-shrunk", (s, i) => {
    const { P, h } = shrinkage(s, i);
    const { Z } = groups[i];
    return byMean(inverse(times(Z.transpose(), Z).div(s.sigma2)).mmul(h), P);
  }),
  planted("b", "σ² missing in the precision", "sigma2-missing-in-precision", (s, i) => {
    const { Z } = groups[i];
    return byLaw(inverse(new Matrix(s.terms[0].D)).add(times(Z.transpose(), Z)), shrinkage(s, i).h);
  }),
  planted(
    "b",
    "the variance as the standard deviation",
    "variance-for-sd",
    (s, i) => {
      const { mean, covariance } = conditionals(interceptModel).b(s, i);
      return { mean, sd: covariance[0] };
    },
    interceptModel,
  ),
  planted(
    "b",
    "the standard deviation as the variance",
    "sd-for-variance",
    (s, i) => {
      const { mean, covariance } = conditionals(interceptModel).b(s, i);
      return { mean, variance: Math.sqrt(covariance[0][0]) };
    },
    interceptModel,
  ),
  planted(
    "beta",
    "the prior's standard deviations as its variances",
    "prior-sd-for-variance",
    (s) => {
      const P = Matrix.div(XX, s.sigma2).add(Matrix.diag([1 / 0.5, 1 / 2, 1 / 3]));
      return byLaw(P, Xr(s).div(s.sigma2));
    },
    modelWith({ beta: normal({ sd: [0.5, 2, 3] }) }),
  ),
  planted(
    "sigma2",
    "degrees of freedom and Σ of squares for shape and scale",
    "df-for-shape-and-sum-for-scale",
    (s) => ({
      shape: 2 * A0 + N,
      scale: 2 * S0 + squares(s),
    }),
  ),
  planted("sigma2", "shape ½ too large", "shape-half-too-large", (s) =>
    inverseGammaLaw({ shape: A0 + (N + 1) / 2, scale: S0 + squares(s) / 2 }),
  ),
  planted("sigma2", "shape 1 too small", "shape-one-too-small", (s) => ({
    shape: A0 + N / 2 - 1,
    scale: S0 + squares(s) / 2,
  })),
  planted("sigma2", "N for N/2", "half-missing-in-shape", (s) => ({
    shape: A0 + N,
    scale: S0 + squares(s) / 2,
  })),
  planted("sigma2", "RSS for RSS/2", "half-missing-in-scale", (s) => ({
    shape: A0 + N / 2,
    scale: S0 + squares(s),
  })),
  planted("sigma2", "rate for scale", "rate-for-scale", (s) =>
    inverseGammaLaw({ shape: A0 + N / 2, scale: 1 / (S0 + squares(s) / 2) }),
  ),
  planted("sigma2", "J for N", "J-for-N", (s) => ({ shape: A0 + J / 2, scale: S0 + squares(s) / 2 })),
  planted("sigma2", "N − p", "N-minus-p", (s) => ({ shape: A0 + (N - p) / 2, scale: S0 + squares(s) / 2 })),
  planted("sigma2", "b not subtracted in the residuals", "b-not-subtracted", (s) => ({
    shape: A0 + N / 2,
    rate: S0 + squares(s, 0) / 2,
  })),
  planted("sigma2", "prior scale forgotten", "prior-scale-missing", (s) => ({
    shape: A0 + N / 2,
    scale: squares(s) / 2,
  })),
  planted("sigma2", "the density of 1/σ² taken for that of σ²", "shape-two-too-small", (s) => {
    const [shape, rate] = [A0 + N / 2, S0 + squares(s) / 2];
    return (x) => (shape - 1) * Math.log(1 / x) - rate / x;
  }),
  planted("sigma2", "the law of 1/σ² evaluated at σ²", "law-of-the-inverse", (s) => {
    const [shape, rate] = [A0 + N / 2, S0 + squares(s) / 2];
    return (x) => (shape - 1) * Math.log(x) - rate * x;
  }),
  planted("sigma2", "norm not squared", "square-missing", (s) => ({
    shape: A0 + N / 2,
    scale: S0 + Math.sqrt(squares(s)) / 2,
  })),
  planted(
    "sigma2",
    "p/2 forgotten under Zellner's prior",
    "zellner-shape-missing",
    (s) => {
      const deviation = Matrix.sub(column(s.beta), column(M0));
      const quadraticForm = times(deviation.transpose(), XX, deviation).get(0, 0);
      return { shape: A0 + N / 2, scale: S0 + (squares(s) + zellnerDelta * quadraticForm) / 2 };
    },
    zellnerModel,
  ),
  planted(
    "sigma2",
    "Zellner's prior forgotten",
    "zellner-missing",
    (s) => ({ shape: A0 + N / 2, scale: S0 + squares(s) / 2 }),
    zellnerModel,
  ),
  planted(
    "sigma2",
    "α for 1/α",
    "auxiliary-not-inverted",
    (s) => ({ shape: 1.5 + N / 2, scale: 3 * s.auxiliary! + squares(s) / 2 }),
    halfTModel,
  ),
  planted("D", "S⁻¹ for S", "prior-scale-inverted", (s) =>
    inverseWishartLaw({ df: NU + J, scale: inverse(new Matrix(S)).add(products(s)).to2DArray() }),
  ),
  planted("D", "the whole scale inverted", "scale-inverted", (s) => ({
    df: NU + J,
    scale: inverse(new Matrix(S).add(products(s))).to2DArray(),
  })),
  planted("D", "N for J", "N-for-J", (s) => ({
    df: NU + N,
    scale: new Matrix(S).add(products(s)).to2DArray(),
  })),
  planted("D", "degrees of freedom 1 too small", "df-one-too-small", (s) => ({
    df: NU + J - 1,
    scale: new Matrix(S).add(products(s)).to2DArray(),
  })),
  planted("D", "the exponent read as degrees of freedom", "df-exponent", (s) => ({
    df: NU + J + 3,
    scale: new Matrix(S).add(products(s)).to2DArray(),
  })),
  planted("D", "prior scale forgotten", "prior-scale-missing", (s) => ({
    df: NU + J,
    scale: products(s).to2DArray(),
  })),
  planted("D", "MCMCglmm's V", "prior-scale-times-df", (s) => ({
    df: NU + J,
    scale: new Matrix(S).mul(NU).add(products(s)).to2DArray(),
  })),
  planted("D", "½ missing in the density", "half-missing", (s) => {
    const scale = new Matrix(S).add(products(s));
    return (D) => {
      const [[d11, d12], [, d22]] = D;
      const determinant = d11 * d22 - d12 ** 2;
      const trace = (scale.get(0, 0) * d22 - 2 * scale.get(0, 1) * d12 + scale.get(1, 1) * d11) / determinant;
      return (-(NU + J + 3) / 2) * Math.log(determinant) - trace;
    };
  }),
  planted(
    "D",
    "half-t without the 2",
    "half-t-two-missing",
    (s) => ({
      df: 2 + 1 + J,
      scale: Matrix.diag(s.terms[0].auxiliary!.map((alpha) => 2 / alpha))
        .add(products(s))
        .to2DArray(),
    }),
    halfTModel,
  ),
  planted(
    "D",
    "a diagonal D with J for J/2",
    "half-missing-in-shape",
    (s) => [
      { shape: 2 + J, scale: 3 + products(s).get(0, 0) / 2 },
      { shape: 1 + J, scale: 0.5 + products(s).get(1, 1) / 2 },
    ],
    diagonalModel,
  ),
  planted(
    "auxiliary",
    "1/D_kk for (D⁻¹)_kk",
    "D-inverted-by-element",
    (s) => ({
      shape: 2,
      scale: [1.5, 0.7].map((A, k) => 2 / s.terms[0].D[k][k] + 1 / A ** 2),
    }),
    halfTModel,
  ),
  planted(
    "sigma2Auxiliary",
    "A for A²",
    "A-for-A-squared",
    (s) => ({ shape: 2, scale: 3 / s.sigma2 + 1 / 1.2 }),
    halfTModel,
  ),
  // Two at once.
  planted(
    "beta",
    "prior precision missing and b not subtracted",
    ["b-not-subtracted", "prior-precision-missing"],
    (s) => byLaw(Matrix.div(XX, s.sigma2), Matrix.add(priorTerm, Xr(s, 0).div(s.sigma2))),
  ),
  planted(
    "sigma2",
    "b not subtracted and shape ½ too small",
    ["b-not-subtracted", "shape-half-too-small"],
    (s) => ({
      shape: A0 + (N - 1) / 2,
      scale: S0 + squares(s, 0) / 2,
    }),
  ),
];

describe("planted errors", () => {
  test.each(errors)("$block: $error", ({ block, candidate, fault, of = model }) => {
    const { ok, diagnosis, faults, alternatives } = checkConditional(
      of,
      block,
      candidate,
      options(block, fault),
    );
    const wanted = [fault].flat();
    expect(ok).toBe(false);
    expect(faults.map(({ id }) => id).toSorted(), String(diagnosis)).toEqual(wanted.toSorted());
    // Nothing else is said, so the name cannot be one of many.
    expect(alternatives, String(diagnosis)).toEqual([]);
  });

  test("are at least 30, with different names", () => {
    expect(
      new Set(errors.map(({ block, fault }) => `${block} ${String(fault)}`)).size,
    ).toBeGreaterThanOrEqual(30);
  });
});

/** Groups where an error shows: one of two rows at least for a fit of its own, none at the end for "the next one". */
function options(block: string, fault: Planted["fault"]): { states: number; group?: number } {
  const ofGroup = block === "b" && (fault === "mean-not-shrunk" || fault === "next-group");
  return { states: 25, ...(ofGroup ? { group: 2 } : {}) };
}
