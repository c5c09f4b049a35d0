// How long messages took from send to receive.

import { envelopesOf } from "../../trace/envelopes.js";
import { type Traced, traceOf } from "../../trace/source.js";
import { type Figure, figure } from "../figure.js";
import { axisTitle, FAILURE, FONT, heading, INKED_AXIS, ink, LAYOUT, TYPES } from "../theme.js";
import { counted, duration } from "../time.js";
import { bins, countIn } from "./bins.js";

const MARKED = [0.5, 0.95, 0.99];
const BARS = 30;

/**
 * A histogram of times from send to receive in ms, with median, 95th and 99th percentile (nearest rank) marked. Lost
 * messages and those still under way have none. Takes a Run, a Trace, or a Verdict with a counterexample; throws a
 * TypeError for anything else.
 */
export function latencies(of: Traced): Figure {
  const times = envelopesOf(traceOf(of, "latencies"))
    .flatMap(({ send, end, fate }) => (end === undefined || fate === "lost" ? [] : [end.at - send.at]))
    .sort((a, b) => a - b);
  const percentiles =
    times.length === 0 ? [] : MARKED.map((part) => ({ part, ms: times[Math.ceil(part * times.length) - 1]! }));
  const named = percentiles.map(({ part, ms }) => `${part === 0.5 ? "median" : `${part * 100} %`} ${duration(ms)}`);
  const words = [`${counted(times.length, "message")} delivered`, ...named].join(", ");
  const { title, annotations, top } = heading(words);
  const { starts, width } = bins(times.at(-1) ?? 0, BARS);
  const counts = countIn({ starts, width }, times);
  const data = [
    {
      name: ink("messages"),
      type: "bar",
      x: starts.map((start) => start + width / 2),
      y: counts,
      width: starts.map(() => width),
      marker: { color: TYPES[0].color, line: { width: 1, color: "rgba(128, 128, 128, 0.6)" } },
      hoverinfo: "text",
      hovertext: starts.map(
        (start, i) => `${counted(counts[i]!, "message")}: ${duration(start)} to ${duration(start + width)}`,
      ),
    },
  ];
  const layout = {
    ...LAYOUT,
    title,
    height: 320,
    margin: { l: 24, r: 16, t: top + 40, b: 48 },
    showlegend: false,
    bargap: 0,
    xaxis: { ...INKED_AXIS, rangemode: "tozero", title: axisTitle("from send to receive (ms)") },
    yaxis: { ...INKED_AXIS, rangemode: "tozero", title: axisTitle("messages") },
    shapes: percentiles.map(({ ms }, i) => ({
      type: "line",
      x0: ms,
      x1: ms,
      yref: "paper",
      y0: 0,
      y1: 1,
      line: { color: FAILURE, width: 1.5, dash: ["solid", "dash", "dot"][i] },
    })),
    annotations: [
      ...annotations,
      ...percentiles.map(({ part, ms }, i) => ({
        text: ink(part === 0.5 ? "median" : `${part * 100} %`),
        x: ms,
        xanchor: "right",
        yref: "paper",
        y: 1,
        yanchor: "bottom",
        yshift: 13 * i,
        showarrow: false,
        font: { ...FONT, size: 11 },
      })),
    ],
  };
  return figure(data, layout, words);
}
