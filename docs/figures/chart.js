// Draws panels of lines and points as SVG text that reads on a white and on a dark page.
import { parse, View } from "vega";

// Neither black nor white, and no background: GitHub shows the same file in both themes.
const INK = "#717a84";
const FONT = "system-ui, -apple-system, 'Segoe UI', Helvetica, Arial, sans-serif";
const GAP = 36;
const axisStyle = {
  domainColor: INK,
  tickColor: INK,
  labelColor: INK,
  titleColor: INK,
  gridColor: INK,
  gridOpacity: 0.2,
  labelFont: FONT,
  titleFont: FONT,
  labelFontSize: 12,
  titleFontSize: 13,
  titleFontWeight: "normal",
};

/**
 * Draws panels, one below the other.
 *
 * @param {{ width: number, panels: Panel[] }} chart - a `Panel` is { height, title?, x, y, series, labels? }; x and y are
 *   { title?, domain, ticks?, hidden? }; a series is { color, points: [x, y][], shape: "line" | "dashes" | "points" |
 *   "thin", filled? }; a label is { at: [x, y], text, color, align?, dy? }
 * @returns {Promise<string>} the SVG, coordinates to a tenth of a pixel
 */
export async function svgOf({ width, panels }) {
  let top = 0;
  const marks = panels.map((panel) => {
    const mark = panelMark(panel, width, top);
    top += panel.height + GAP;
    return mark;
  });
  const view = new View(parse({ width, height: top - GAP, padding: 8, marks }), { renderer: "none" });
  const svg = await view.toSVG();
  return `${svg.replaceAll(/\d+\.\d{2,}(?=[^"]*")/g, (number) => String(Math.round(10 * number) / 10))}\n`;
}

function panelMark({ height, title, x, y, series, labels = [] }, width, top) {
  return {
    type: "group",
    encode: { enter: { y: { value: top }, width: { value: width }, height: { value: height } } },
    ...(title === undefined ? {} : { title: titleOf(title) }),
    data: [...series.map(({ points }, k) => rows(`series${k}`, points)), rows("labels", labels)],
    scales: [
      { name: "x", type: "linear", domain: x.domain, range: [0, width] },
      { name: "y", type: "linear", domain: y.domain, range: [height, 0] },
    ],
    axes: [
      ...(x.hidden ? [] : [axis("bottom", "x", x, { grid: false })]),
      // The same room beside every panel, so that they line up.
      axis("left", "y", y, { grid: true, domain: false, ticks: false, minExtent: 34, maxExtent: 34 }),
    ],
    marks: [...series.map((one, k) => seriesMark(one, `series${k}`)), labelMark()],
  };
}

const titleOf = ({ text, color }) => ({
  text,
  color,
  anchor: "start",
  font: FONT,
  fontSize: 13,
  offset: 4,
});

const axis = (orient, scale, { title, ticks }, more) => ({
  ...axisStyle,
  orient,
  scale,
  ...(title === undefined ? {} : { title }),
  ...(ticks === undefined ? { tickCount: 5 } : { values: ticks }),
  ...more,
});

const rows = (name, values) => ({
  name,
  values: values.map((value) =>
    Array.isArray(value) ? { x: value[0], y: value[1] } : { ...value, x: value.at[0], y: value.at[1] },
  ),
});

const at = { x: { scale: "x", field: "x" }, y: { scale: "y", field: "y" } };

function seriesMark({ shape, color, filled = true }, data) {
  if (shape === "points") {
    return {
      type: "symbol",
      from: { data },
      encode: {
        enter: {
          ...at,
          size: { value: 42 },
          stroke: { value: color },
          strokeWidth: { value: 1.6 },
          fill: { value: filled ? color : "transparent" },
        },
      },
    };
  }
  return {
    type: "line",
    from: { data },
    encode: {
      enter: {
        ...at,
        stroke: { value: color },
        strokeWidth: { value: shape === "thin" ? 0.9 : 1.8 },
        ...(shape === "dashes" ? { strokeDash: { value: [5, 4] } } : {}),
      },
    },
  };
}

const labelMark = () => ({
  type: "text",
  from: { data: "labels" },
  encode: {
    enter: {
      ...at,
      text: { field: "text" },
      fill: { field: "color" },
      align: { field: "align" },
      dy: { field: "dy" },
      font: { value: FONT },
      fontSize: { value: 13 },
    },
  },
});
