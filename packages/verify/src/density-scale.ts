// The density of a variance from that of its inverse or its root.
import { Matrix } from "ml-matrix";
import type { ClaimSetting } from "./claim-setting.ts";
import { componentsOf, inverted, type LogDensity, type Value } from "./natural-law.ts";

/** The log density of the block, up to a constant, from that of its inverse or root: with the Jacobian. */
export function onScale({ model, block, of }: ClaimSetting, density: LogDensity): LogDensity {
  if (of === "variance") return (x) => density(copied(x));
  const isMatrix = block.draws === "D";
  const whole = isMatrix && !model.terms[0].diagonal;
  if (of === "sd" && whole && model.terms[0].names.length > 1) {
    throw new RangeError(
      'of: "sd" fits variances, D is a covariance matrix; give its density, or that of its precision',
    );
  }
  const power = of === "sd" ? 0.5 : -1;
  return (x) => {
    if (whole && of === "precision") {
      const { logDeterminant, inverse } = inverted(x as number[][]);
      return density(inverse.to2DArray()) - (inverse.rows + 1) * logDeterminant;
    }
    const components = componentsOf(x);
    const mapped = components.map((one) => one ** power);
    const logJacobian = components.reduce((sum, one) => sum + (power - 1) * Math.log(one), 0);
    const value = isMatrix ? Matrix.diag(mapped).to2DArray() : typeof x === "number" ? mapped[0] : mapped;
    return density(value) + logJacobian;
  };
}

function copied(x: Value): Value {
  if (typeof x === "number") return x;
  return x.map((row) => (typeof row === "number" ? row : [...row])) as Value;
}
