// Makes inputs for the campaign: a valid mixed model, changed in one or two hostile ways, or wholly random.
import fc from "fast-check";
import { flat, halfT, inverseGamma, inverseWishart, jeffreys, normal, zellner } from "lmm-gibbs";
import { CELLS, FORMULAS, NAMES, throwingProxy } from "./hostile-values.ts";
import type { Input } from "./judge.ts";

/** A valid input in the making; a mutation changes it. */
interface Draft {
  columns: Map<string, unknown[]>;
  formula: unknown;
  q: number;
  layout: "rows" | "columns" | "csv" | "matrices" | "table";
  delimiter: string;
  modelOptions: Record<string, unknown>;
  runOptions: Record<string, unknown>;
  /** Changes of the finished data, in order, each where the layout is the one it is for. */
  after: { layout: Draft["layout"]; change: (data: unknown) => unknown }[];
}

/** Picks among things, each time anew. */
type Pick = (below: number) => number;

type Mutation = (draft: Draft, pick: Pick) => void;

const VALID_FORMULAS: readonly [string, number][] = [
  ["y ~ x + (1 | g)", 1],
  ["y ~ x + (x | g)", 2],
  ["y ~ x + (x || g)", 2],
  ["y ~ x * f + (1 | g)", 1],
  ["y ~ 0 + f + (1 | g)", 1],
  ["y ~ scale(x) + w + (1 | g)", 1],
  ["y ~ 1 + (w | g)", 2],
  ["y ~ x + I(w^2) + (0 + x | g)", 1],
  ["y ~ x + (1 | g:f)", 1],
  ["y ~ factor(k) + (1 | g)", 1],
  ["y ~ x + (f | g)", 2],
  ["y ~ x + w + (x + w | g)", 3],
];

const of = <T>(values: readonly T[], pick: Pick): T => values[pick(values.length)];
const numeric = ["y", "x", "w"];

/** Changes every cell of a column, where it is still called so. */
const cellsOf =
  (name: string, change: (cell: unknown, row: number, pick: Pick) => unknown): Mutation =>
  ({ columns }, pick) => {
    const cells = columns.get(name);
    if (cells !== undefined)
      columns.set(
        name,
        cells.map((cell, row) => change(cell, row, pick)),
      );
  };

const scaled = (name: string, factor: number): Mutation =>
  cellsOf(name, (cell) => (typeof cell === "number" ? cell * factor : cell));

const shifted = (name: string, by: number): Mutation =>
  cellsOf(name, (cell) => (typeof cell === "number" ? cell + by : cell));

const everywhere = (name: string, cell: unknown): Mutation => cellsOf(name, () => cell);

/** Changes the data when they are laid out so, and is no change otherwise. */
const inLayout =
  (layout: Draft["layout"], change: (data: never, pick: Pick) => unknown): Mutation =>
  (draft, pick) => {
    draft.layout = layout;
    draft.after.push({ layout, change: (data) => change(data as never, pick) });
  };

const withCell =
  (cell: () => unknown): Mutation =>
  (draft, pick) => {
    const name = of([...draft.columns.keys()], pick);
    const cells = draft.columns.get(name)!;
    cells[pick(cells.length)] = cell();
    if (draft.layout === "matrices") draft.layout = "rows";
  };

const renamed =
  (to: string): Mutation =>
  (draft, pick) => {
    const name = of([...numeric, "f", "g"], pick);
    const cells = draft.columns.get(name);
    if (cells === undefined) return;
    draft.columns.delete(name);
    draft.columns.set(to, cells);
    const quoted = `\`${to}\``;
    draft.formula = String(draft.formula).replaceAll(new RegExp(`\\b${name}\\b`, "gu"), () => quoted);
  };

const asColumns = (change: (column: unknown[], pick: Pick) => unknown, name?: string): Mutation =>
  inLayout("columns", (data: Record<string, unknown[]>, pick) => {
    const key = name ?? of(Object.keys(data), pick);
    return Object.hasOwn(data, key) ? { ...data, [key]: change(data[key], pick) } : data;
  });

const asText = (change: (text: string, pick: Pick) => string): Mutation => inLayout("csv", change);

const modelOption =
  (name: string, value: (pick: Pick) => unknown): Mutation =>
  (draft, pick) => {
    draft.modelOptions[name] = value(pick);
  };

const runOption =
  (name: string, value: (pick: Pick) => unknown): Mutation =>
  (draft, pick) => {
    draft.runOptions[name] = value(pick);
  };

const prior =
  (name: string, value: (pick: Pick, q: number) => unknown): Mutation =>
  (draft, pick) => {
    draft.modelOptions["priors"] = {
      ...(draft.modelOptions["priors"] as object),
      [name]: value(pick, draft.q),
    };
  };

const diagonalOf = (q: number, value: number): number[][] =>
  Array.from({ length: q }, (_, i) => Array.from({ length: q }, (__, j) => (i === j ? value : 0)));

/** Nearly of rank one. */
const nearlySingular = (q: number, rest: number): number[][] =>
  Array.from({ length: q }, (_, i) => Array.from({ length: q }, (__, j) => (i === j ? 1 + rest : 1)));

/** Any value that an option is not, or hardly. */
const ODD: readonly (() => unknown)[] = [
  () => null,
  () => 0,
  () => -1,
  () => 1.5,
  () => Number.NaN,
  () => Infinity,
  () => 1e300,
  () => "text",
  () => "",
  () => true,
  () => 5n,
  () => Symbol("option"),
  () => () => 1,
  () => ({}),
  () => [],
  () => [[Number.NaN]],
  () => new Date(0),
  () => new Map(),
  throwingProxy,
  () => ({
    get beta(): never {
      throw new Error("the getter");
    },
  }),
];

const odd = (pick: Pick): unknown => of(ODD, pick)();

const CHANGES: Readonly<Record<string, Mutation>> = {
  ...Object.fromEntries(Object.entries(CELLS).map(([name, cell]) => [`cell: ${name}`, withCell(cell)])),
  ...Object.fromEntries(
    NAMES.map((name): [string, Mutation] => [`name: ${JSON.stringify(name).slice(0, 20)}`, renamed(name)]),
  ),
  "column: two hostile cells": (draft, pick) => {
    withCell(of(Object.values(CELLS), pick))(draft, pick);
    withCell(of(Object.values(CELLS), pick))(draft, pick);
  },
  "column: constant y": everywhere("y", 3),
  "column: y zero": everywhere("y", 0),
  "column: constant x": everywhere("x", 0.1),
  "column: x zero": everywhere("x", 0),
  "column: all missing": (draft, pick) => everywhere(of([...numeric, "f", "g"], pick), null)(draft, pick),
  "column: y times 1e150": scaled("y", 1e150),
  "column: y times 1e-150": scaled("y", 1e-150),
  "column: y times 1e300": scaled("y", 1e300),
  "column: y times 1e-300": scaled("y", 1e-300),
  "column: x times 1e6": scaled("x", 1e6),
  "column: x times 1e-6": scaled("x", 1e-6),
  "column: x times 1e150": scaled("x", 1e150),
  "column: x times 1e-150": scaled("x", 1e-150),
  "column: w times 1e200": scaled("w", 1e200),
  "column: y plus 1e8": shifted("y", 1e8),
  "column: y plus 1e15": shifted("y", 1e15),
  "column: x plus 1e8": shifted("x", 1e8),
  "column: x plus 1e12": shifted("x", 1e12),
  "column: y on a line of x": ({ columns }) => {
    columns.set(
      "y",
      (columns.get("x") ?? []).map((x) => 2 * (x as number) + 1),
    );
  },
  "column: x twice": ({ columns }) => void columns.set("w", columns.get("x") ?? []),
  "column: one group": everywhere("g", "only"),
  "column: one row a group": cellsOf("g", (_, row) => `row ${row}`),
  "column: numbers and text as groups": cellsOf("g", (_, __, pick) => of<unknown>([1, "1", "01", 2], pick)),
  "column: groups are numbers": cellsOf("g", (_, __, pick) => of([1, -0, 0, 1e21, 0.1], pick)),
  "column: text of numbers": cellsOf("x", (cell) => (typeof cell === "number" ? String(cell) : cell)),
  "column: fewer values": asColumns((column) => column.slice(1)),
  "column: no values": asColumns(() => []),
  "column: frozen": asColumns((column) => Object.freeze(column)),
  "column: typed array": asColumns((column, pick) => {
    const Kind = of([Float64Array, Float32Array, Int8Array, Uint8ClampedArray] as const, pick);
    return Kind.from(column as number[]);
  }, "x"),
  "column: BigInt64Array": asColumns((column) => new BigInt64Array(column.length), "x"),
  "column: DataView": asColumns(() => new DataView(new ArrayBuffer(8))),
  "column: sparse": asColumns((column, pick) => {
    const holes = [...column];
    Reflect.deleteProperty(holes, pick(holes.length));
    return holes;
  }),
  "column: four thousand million places": asColumns(() => Object.assign([1], { length: 2 ** 32 - 1 })),
  "column: a million places": asColumns(() => Object.assign([1], { length: 2 ** 20 + 5 })),
  "column: a text": asColumns(() => "12345"),
  "column: an object": asColumns((column) => Object.assign({}, column, { length: column.length })),
  "column: a Set": asColumns((column) => new Set(column)),
  "column: a proxy that throws": asColumns(throwingProxy),
  "column: an array whose getter throws": asColumns((column, pick) =>
    Object.defineProperty([...column], pick(column.length), {
      get: () => {
        throw new Error("the getter");
      },
    }),
  ),
  "rows: frozen": inLayout("rows", (rows: object[]) => Object.freeze(rows.map((row) => Object.freeze(row)))),
  "rows: a getter that throws": inLayout("rows", (rows: object[], pick) => {
    Object.defineProperty(rows[pick(rows.length)], of(["y", "x", "g", "extra"], pick), {
      enumerable: true,
      get: () => {
        throw of([new Error("the getter"), "text", null, Symbol("thrown")], pick);
      },
    });
    return rows;
  }),
  "rows: a proxy that throws": inLayout("rows", (rows: object[], pick) =>
    rows.with(pick(rows.length), throwingProxy()),
  ),
  "rows: a hole": inLayout("rows", (rows: object[], pick) => {
    Reflect.deleteProperty(rows, pick(rows.length));
    return rows;
  }),
  "rows: no object": inLayout("rows", (rows: unknown[], pick) =>
    rows.with(pick(rows.length), of([null, 5, "row", [1, 2], undefined], pick)),
  ),
  "rows: a missing property": inLayout("rows", (rows: Record<string, unknown>[], pick) => {
    delete rows[pick(rows.length)]?.[of(["y", "x", "g", "f"], pick)];
    return rows;
  }),
  "rows: inherited properties": inLayout("rows", (rows: object[]) =>
    rows.map((row) => Object.create(row) as object),
  ),
  "rows: without prototype": inLayout("rows", (rows: object[]) =>
    rows.map((row) => Object.assign(Object.create(null) as object, row)),
  ),
  "rows: own __proto__": inLayout("rows", (rows: object[]) =>
    rows.map((row) => JSON.parse(`{"__proto__": 1, ${JSON.stringify(row).slice(1)}`) as object),
  ),
  "rows: repeated": inLayout("rows", (rows: object[]) => rows.map(() => rows[0])),
  "rows: one": inLayout("rows", (rows: object[]) => rows.slice(0, 1)),
  "rows: two": inLayout("rows", (rows: object[]) => rows.slice(0, 2)),
  "rows: none": inLayout("rows", () => []),
  "rows: q": inLayout("rows", (rows: object[]) => rows.slice(0, 3)),
  "CSV: byte-order mark": asText((text) => `\u{FEFF}${text}`),
  "CSV: CRLF": asText((text) => text.replaceAll("\n", "\r\n")),
  "CSV: CR": asText((text) => text.replaceAll("\n", "\r")),
  "CSV: quoted line breaks": asText((text) => text.replace(/\n([^\n]*)$/u, '\n"a\nb"$1')),
  "CSV: duplicate header": asText((text) => text.replace("x", "y")),
  "CSV: empty header": asText((text) => text.replace("x", "")),
  "CSV: ragged": asText((text, pick) => `${text}\n1${",2".repeat(pick(4))}`),
  "CSV: open quote": asText((text) => `${text}\n"1`),
  "CSV: blank lines": asText((text) => `${text}\n\n\n`),
  "CSV: a blank line within": asText((text) => text.replace("\n", "\n\n")),
  "CSV: NUL": asText((text, pick) => text.slice(0, pick(text.length)) + "\0" + text.slice(1)),
  "CSV: any character elsewhere": asText((text, pick) => {
    const at = pick(text.length);
    return text.slice(0, at) + of("\",;\n\r\t|'-.eE0=\u{FEFF}".split(""), pick) + text.slice(at + pick(2));
  }),
  "CSV: semicolons and decimal commas": (draft) => {
    draft.delimiter = ";";
    asText((text) => text.replaceAll(".", ","))(draft, () => 0);
  },
  "CSV: tabs": (draft) => {
    draft.delimiter = "\t";
    draft.layout = "csv";
  },
  "CSV: empty": asText(() => ""),
  "CSV: header alone": asText((text) => text.split("\n")[0]),
  "CSV: garbage": asText((text) => text.split("").toReversed().join("")),
  "table: another kind": inLayout("table", (table: { columns: Map<string, { kind: string }> }, pick) => {
    const column = table.columns.get("x");
    if (column !== undefined) column.kind = of(["text", "numeric", "other", "__proto__"], pick);
    return table;
  }),
  "table: other cells": inLayout("table", (table: { columns: Map<string, unknown> }, pick) => {
    table.columns.set("g", { kind: "text", values: [of(Object.values(CELLS), pick)()] });
    return table;
  }),
  "formula: another": (draft, pick) => {
    draft.formula = of(FORMULAS, pick);
  },
  "formula: a character changed": (draft, pick) => {
    const text = String(draft.formula);
    const at = pick(text.length);
    draft.formula =
      text.slice(0, at) + of("~|+*:^()`\"' 0-/yxg\0".split(""), pick) + text.slice(at + pick(2));
  },
  "formula: a piece twice": (draft, pick) => {
    const text = String(draft.formula);
    const at = pick(text.length);
    draft.formula = text.slice(0, at) + text.slice(Math.max(0, at - pick(8)));
  },
  "formula: rank-deficient": (draft) => {
    draft.formula = String(draft.formula).replace("~ ", "~ x + I(2 * x - 1) + ");
  },
  "formula: more columns than rows": (draft) => {
    draft.formula = "y ~ x * w * f * factor(k) + I(x^2) + I(w^2) + I(x^3) + I(w^3) + (1 | g)";
    draft.q = 1;
  },
  "formula: many random effects": (draft) => {
    draft.formula = "y ~ x + (x * w * f | g)";
    draft.q = 8;
  },
  "formula: log of what may be negative": (draft, pick) => {
    const f = of(["log", "sqrt", "exp", "log10", "scale", "abs"], pick);
    draft.formula = String(draft.formula).replace("~ ", `~ ${f}(${f}(w)) + `);
  },
  "formula: a power that overflows": (draft) => {
    draft.formula = String(draft.formula).replace("~ ", "~ I(w^99^9) + ");
  },
  "formula: groups of a number": (draft) => {
    draft.formula = String(draft.formula).replace("| g", "| x");
  },
  "formula: a variable that is the group": (draft) => {
    draft.formula = String(draft.formula).replace("~ ", "~ g + ");
  },
  "priors: another kind": (draft, pick) => prior(of(["beta", "sigma2", "D"], pick), odd)(draft, pick),
  "priors: an unknown name": prior("gamma", () => flat()),
  "priors: odd": modelOption("priors", odd),
  "priors: beta of odd spread": prior("beta", (pick) =>
    normal({ sd: of([1e-150, 1e-100, 1e100, 1e150], pick) }),
  ),
  "priors: beta too long": prior("beta", () => normal({ mean: [1, 2, 3, 4, 5, 6, 7], sd: 1 })),
  "priors: beta far away": prior("beta", () => normal({ mean: 1e12, sd: 1e-3 })),
  "priors: zellner": prior("beta", (pick) => zellner({ g: of([1e-12, 1, 1e12, 1e300], pick) })),
  "priors: sigma2 tiny shape": prior("sigma2", () => inverseGamma({ shape: 1e-3, scale: 1e-3 })),
  "priors: sigma2 extreme": prior("sigma2", (pick) =>
    inverseGamma({ shape: of([1e-8, 1e8], pick), scale: of([1e-300, 1e-12, 1e12, 1e300], pick) }),
  ),
  "priors: sigma2 half-t extreme": prior("sigma2", (pick) =>
    halfT({ df: of([1e-3, 1, 1e6], pick), scale: of([1e-150, 1e-6, 1e6, 1e150], pick) }),
  ),
  "priors: D half-t extreme": prior("D", (pick) =>
    halfT({ df: of([1e-3, 1, 1e6], pick), scale: of([1e-150, 1e-6, 1e6, 1e150], pick) }),
  ),
  "priors: D nearly singular": prior("D", (pick, q) =>
    inverseWishart({ df: q + 1, scale: nearlySingular(q, of([1e-3, 1e-8, 1e-12, 1e-14], pick)) }),
  ),
  "priors: D of extreme scale": prior("D", (pick, q) =>
    inverseWishart({
      df: of([q - 1 + 1e-6, q + 2, 1e6], pick),
      scale: diagonalOf(q, of([1e-300, 1e-20, 1e20, 1e300], pick)),
    }),
  ),
  "priors: D of another size": prior("D", (_, q) =>
    inverseWishart({ df: q + 3, scale: diagonalOf(q + 1, 1) }),
  ),
  "options: na": modelOption("na", (pick) => of(["drop", "error", "omit", 1, null, true], pick)),
  "options: aliased": modelOption("aliased", (pick) => of(["drop", "error", "Drop", 1, null], pick)),
  "options: contrasts": modelOption("contrasts", (pick) =>
    of<unknown>(
      [
        { f: { type: "sum" } },
        { f: { reference: "v" } },
        { f: { reference: "none" } },
        { g: {} },
        { x: { type: "sum" } },
        { f: { typ: "sum" } },
        { f: null },
        null,
        [],
        "sum",
        JSON.parse('{"__proto__": {"type": "sum"}}'),
      ],
      pick,
    ),
  ),
  "options: an unknown name": (draft, pick) => {
    const options = of([draft.modelOptions, draft.runOptions], pick);
    options[of(["prior", "chain", "Seed", "constructor", "toString", "tihn", ""], pick)] = 1;
  },
  "options: run odd": (draft, pick) =>
    runOption(
      of(
        [
          "chains",
          "warmup",
          "draws",
          "thin",
          "seed",
          "sweep",
          "engine",
          "scaleMove",
          "centering",
          "keep",
          "initial",
          "resume",
          "onProgress",
        ],
        pick,
      ),
      odd,
    )(draft, pick),
  "options: seed": runOption("seed", (pick) =>
    of([Number.NaN, Infinity, -0, -1, 1e300, "", "\0", "👩‍👧"], pick),
  ),
  "options: keep": runOption("keep", (pick) =>
    of([["beta"], ["b"], ["sigma2", "sigma2"], ["none"], [], ["__proto__"]], pick),
  ),
  "options: centering": (draft, pick) => {
    draft.runOptions["sweep"] = "centered";
    draft.runOptions["centering"] = of<unknown>(
      [{ "(Intercept)": false }, { x: true }, { none: true }, { x: 1 }],
      pick,
    );
  },
  "options: a list of blocks": runOption("sweep", (pick) =>
    of(
      [
        ["beta", "b", "sigma2", "D"],
        ["betaMarginal", "b", "sigma2", "D"],
        ["betaCentered", "b", "sigma2", "D"],
        ["b", "betaMarginal"],
        ["beta"],
        ["beta", "beta"],
        ["sigma2", "D", "constructor"],
      ],
      pick,
    ),
  ),
  "initial: D nearly singular": (draft, pick) => {
    const D = nearlySingular(draft.q, of([0, 1e-6, 1e-12, 1e-15, -1e-12], pick));
    draft.runOptions["initial"] = { terms: [{ D }] };
  },
  "initial: D of extreme scale": (draft, pick) => {
    draft.runOptions["initial"] = {
      terms: [{ D: diagonalOf(draft.q, of([1e-300, 1e-150, 1e150, 1e300], pick)) }],
    };
  },
  "initial: sigma2": (draft, pick) => {
    draft.runOptions["initial"] = { sigma2: of([1e-300, 1e-150, 1e150, 1e300, 0, -1, Number.NaN], pick) };
  },
  "initial: beta": (draft, pick) => {
    draft.runOptions["initial"] = {
      beta: of<unknown>([[1], [1e300, 1e300], [Number.NaN, 1], "12", [1, 2, 3, 4, 5]], pick),
    };
  },
};

/** The names of all changes. */
export const CLASSES: readonly string[] = Object.keys(CHANGES);

const validDesign = fc.record({
  groups: fc.integer({ min: 1, max: 6 }),
  rowsAGroup: fc.integer({ min: 1, max: 6 }),
  formula: fc.constantFrom(...VALID_FORMULAS),
  layout: fc.constantFrom("rows", "columns", "csv", "matrices", "table"),
  sweep: fc.constantFrom("marginal", "uncentered", "centered", "interweaved"),
  engine: fc.constantFrom("fast", "fast", "textbook", "aggregated"),
  scaleMove: fc.constantFrom(undefined, "none", "sandwich"),
  isProper: fc.boolean(),
  drops: fc.boolean(),
  salt: fc.nat(),
});

/** Inputs that are valid but for one or two changes. */
export const changedInputs: fc.Arbitrary<Input> = fc
  .tuple(validDesign, fc.array(fc.constantFrom(...CLASSES), { minLength: 0, maxLength: 2 }))
  .map(([design, classes]) => changedInput(design, classes));

/** Inputs of which nothing is valid but by chance. */
export const randomInputs: fc.Arbitrary<Input> = fc
  .tuple(
    fc.oneof(
      fc.anything({
        withBigInt: true,
        withDate: true,
        withMap: true,
        withTypedArray: true,
        withSparseArray: true,
        withNullPrototype: true,
      }),
      fc.array(fc.dictionary(fc.constantFrom("y", "x", "g", "f"), fc.anything({ maxDepth: 1 })), {
        maxLength: 8,
      }),
      fc.dictionary(
        fc.constantFrom("y", "x", "g", "f"),
        fc.array(fc.anything({ maxDepth: 0 }), { minLength: 4, maxLength: 4 }),
      ),
    ),
    fc.oneof(
      fc.string({ unit: "binary", maxLength: 40 }),
      fc
        .array(
          fc.constantFrom(
            "y",
            "x",
            "g",
            "f",
            " ~ ",
            " + ",
            "(1 | g)",
            "(x | g)",
            "*",
            ":",
            "(",
            ")",
            "1",
            "0",
            "-",
            "|",
            "I(",
            "^",
          ),
          { maxLength: 12 },
        )
        .map((parts) => parts.join("")),
      fc.constant("y ~ x + (1 | g)"),
    ),
    fc.oneof(
      fc.constant({}),
      fc.anything({ maxDepth: 2 }),
      fc.dictionary(fc.constantFrom("priors", "na", "aliased", "contrasts"), fc.anything({ maxDepth: 2 })),
    ),
    fc.oneof(
      fc.dictionary(
        fc.constantFrom("chains", "draws", "warmup", "thin", "seed", "sweep", "initial", "keep"),
        fc.anything({ maxDepth: 2 }),
      ),
      fc.constant({ chains: 2, warmup: 2, draws: 4, seed: 1 }),
    ),
    fc.constantFrom<Input["via"]>("data", "data", "csv", "matrices"),
  )
  .map(([data, formula, modelOptions, given, via]) => ({
    classes: ["random"],
    via,
    data: via === "csv" ? formula + JSON.stringify(formula) : data,
    formula,
    modelOptions,
    // What is left to its default would be a thousand draws.
    runOptions: { ...(given as object), ...bounded(given as Record<string, unknown>) },
  }));

/** Keeps a run short where a random number asks for a long one. */
function bounded(options: Record<string, unknown>): Record<string, unknown> {
  const short = { chains: 2, warmup: 2, draws: 4, thin: 1 };
  return Object.fromEntries(
    Object.entries(short).filter(([name]) => {
      const value = options[name];
      return value === undefined || (typeof value === "number" && value > 10);
    }),
  );
}

type Design = typeof validDesign extends fc.Arbitrary<infer T> ? T : never;

function changedInput(design: Design, classes: readonly string[]): Input {
  const pick = picker(design.salt);
  const draft = validDraft(design, pick);
  for (const name of classes) CHANGES[name](draft, pick);
  let data = laidOut(draft);
  for (const { layout, change } of draft.after) {
    if (layout === draft.layout) data = orAsItIs(data, change);
  }
  return {
    classes,
    via: draft.layout === "csv" ? "csv" : draft.layout === "matrices" ? "matrices" : "data",
    data,
    formula: draft.formula,
    modelOptions: draft.modelOptions,
    runOptions: draft.runOptions,
  };
}

/** The second of two changes may no longer be possible: the rows are frozen, or there are none. */
function orAsItIs(data: unknown, change: (data: unknown) => unknown): unknown {
  try {
    return change(data);
  } catch {
    return data;
  }
}

function validDraft(design: Design, pick: Pick): Draft {
  const { groups, rowsAGroup, formula, layout, sweep, engine, scaleMove, isProper, drops } = design;
  const [text, q] = formula;
  const rows = groups * rowsAGroup;
  const uniform = (): number => pick(2 ** 20) / 2 ** 19 - 1;
  const column = <T>(cell: (i: number) => T): T[] => Array.from({ length: rows }, (_, i) => cell(i));
  const columns = new Map<string, unknown[]>([
    ["y", column((i) => (i % 3) + 4 * uniform())],
    ["x", column((i) => (i % rowsAGroup) + uniform())],
    ["w", column(uniform)],
    ["k", column((i) => i % 2)],
    ["f", column((i) => "uvu"[(i + pick(2)) % 3])],
    ["g", column((i) => `g${Math.floor(i / rowsAGroup)}`)],
  ]);
  const proper = {
    beta: normal({ sd: 10 }),
    sigma2: inverseGamma({ shape: 2, scale: 2 }),
    D: halfT({ df: 2, scale: 2 }),
  };
  return {
    columns,
    formula: text,
    q,
    layout,
    delimiter: ",",
    modelOptions: {
      ...(isProper ? { priors: proper } : pick(3) === 0 ? { priors: { sigma2: jeffreys() } } : {}),
      ...(drops ? { na: "drop", aliased: "drop" } : {}),
    },
    runOptions: {
      chains: 2,
      warmup: 3,
      draws: 5,
      seed: pick(1000),
      sweep,
      engine,
      ...(scaleMove === undefined ? {} : { scaleMove }),
    },
    after: [],
  };
}

function laidOut({ columns, layout, delimiter, modelOptions }: Draft): unknown {
  const entries = [...columns];
  const rows = entries[0]?.[1].length ?? 0;
  if (layout === "columns") return Object.fromEntries(entries);
  if (layout === "csv") {
    const lines = Array.from({ length: rows }, (_, i) =>
      entries.map(([, cells]) => cellText(cells[i])).join(delimiter),
    );
    return [entries.map(([name]) => cellText(name)).join(delimiter), ...lines].join("\n");
  }
  if (layout === "table") {
    return {
      rows,
      columns: new Map(
        entries.map(([name, cells]) => [
          name,
          cells.every((cell) => typeof cell === "number")
            ? { kind: "numeric", values: Float64Array.from(cells) }
            : { kind: "text", values: cells },
        ]),
      ),
    };
  }
  if (layout === "matrices") {
    delete modelOptions["na"];
    const at = (name: string): unknown[] => columns.get(name) ?? entries[0][1];
    return {
      y: at("y"),
      X: at("x").map((x) => [1, x]),
      Z: at("w").map((w) => [1, w].slice(0, rows % 2 === 0 ? 1 : 2)),
      groups: at("g"),
    };
  }
  return Array.from({ length: rows }, (_, i) =>
    Object.fromEntries(entries.map(([name, cells]) => [name, cells[i]])),
  );
}

function cellText(cell: unknown): string {
  if (cell === null || cell === undefined) return "";
  if (typeof cell === "number") return String(cell);
  const text = typeof cell === "string" ? cell : "other";
  return /[",;\t\n\r]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Whole numbers below a bound, a function of the salt: mulberry32. */
function picker(salt: number): Pick {
  let state = salt;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}
