"use strict";
(() => {
  const data = JSON.parse(document.getElementById("report-data").textContent);
  const charts = [];
  const css = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  const digits = value => {
    const size = Math.abs(value);
    if (size === 0) return "0";
    if (size >= 1000) return Math.round(value).toLocaleString("en-US");
    return String(Number(value.toPrecision(size >= 100 ? 4 : 3)));
  };
  const scaled = (value, steps) => {
    const step = steps.find(s => Math.abs(value) >= s[0]) || steps[steps.length - 1];
    return digits(value / step[0]) + " " + step[1];
  };
  const withUnit = (value, unit) => {
    if (value == null) return "–";
    switch (unit) {
      case "seconds": return value === 0 ? "0 s" : scaled(value, [[1, "s"], [1e-3, "ms"], [1e-6, "µs"]]);
      case "bytes": return value === 0 ? "0 B" : scaled(value, [[2 ** 40, "TiB"], [2 ** 30, "GiB"], [2 ** 20, "MiB"], [2 ** 10, "KiB"], [1, "B"]]);
      case "bytes/s": return value === 0 ? "0 B/s" : scaled(value, [[2 ** 30, "GiB/s"], [2 ** 20, "MiB/s"], [2 ** 10, "KiB/s"], [1, "B/s"]]);
      case "ratio": return digits(value * 100) + " %";
      case "percent": return digits(value) + " %";
      default: return digits(value);
    }
  };
  const clock = seconds => new Date(seconds * 1000).toISOString().slice(11, 19);

  // Behind the lines: windows of which too little was seen, and times without a window.
  const shade = panel => u => {
    const ctx = u.ctx;
    const { left, top, width, height } = u.bbox;
    ctx.save();
    ctx.beginPath();
    ctx.rect(left, top, width, height);
    ctx.clip();
    for (const [from, to, kind] of panel.shaded) {
      ctx.fillStyle = css(kind === "gap" ? "--gap" : "--bad-soft");
      const x0 = u.valToPos(from, "x", true);
      const x1 = u.valToPos(to, "x", true);
      ctx.fillRect(x0, top, Math.max(1, x1 - x0), height);
    }
    ctx.restore();
  };

  const line = (panel, index, few) => {
    const series = panel.series[index];
    const colour = css("--c" + (series.colour ?? index) % 6);
    const max = panel.series[index + 1];
    const min = panel.series[index + 2];
    const range = max && max.edge && !series.edge;
    return {
      label: series.label,
      class: series.edge ? "edge" : "line",
      stroke: series.edge ? "transparent" : colour,
      width: series.edge ? 0 : 2,
      points: { show: !series.edge && few, size: 5, fill: colour },
      spanGaps: false,
      value: (u, v, si, at) => {
        if (v == null) return "–";
        const text = withUnit(v, series.unit);
        return range && at != null && max.values[at] != null
          ? `${text} (${withUnit(min.values[at], series.unit)} to ${withUnit(max.values[at], series.unit)})`
          : text;
      },
    };
  };

  const powersOfTwo = Array.from({ length: 60 }, (_, i) => 2 ** i);

  let zooming = false;
  const zoomAll = u => {
    if (zooming) return;
    zooming = true;
    const { min, max } = u.scales.x;
    for (const other of charts) if (other.u !== u) other.u.setScale("x", { min, max });
    zooming = false;
  };

  const draw = element => {
    const panel = data.panels[Number(element.dataset.panel)];
    const few = panel.times.length <= 60;
    const bands = [];
    panel.series.forEach((s, i) => {
      if (s.bandTo !== undefined) {
        const colour = css("--c" + s.colour % 6);
        bands.push({ series: [i + 1, s.bandTo + 1], fill: colour + Math.round(255 * Number(css("--band"))).toString(16).padStart(2, "0") });
      }
    });
    const axis = { stroke: css("--soft"), grid: { stroke: css("--grid"), width: 1 }, ticks: { show: false }, font: "12px system-ui, sans-serif" };
    const unit = panel.series[0].unit;
    const options = {
      width: Math.max(240, element.clientWidth),
      height: 220,
      padding: [8, 12, 0, 0],
      scales: {
        x: { time: true, range: (u, min, max) => (min == null ? [data.start, data.end] : [min, max]) },
        y: { range: (u, min, max) => { const top = max > 0 ? max * 1.08 : 1; return [Math.min(0, min ?? 0), top]; } },
      },
      axes: [
        { ...axis, values: (u, ticks) => ticks.map(clock), space: 74, size: 30 },
        { ...axis, values: (u, ticks) => ticks.map(t => withUnit(t, unit)), size: 76, ...(unit.startsWith("bytes") ? { incrs: powersOfTwo } : {}) },
      ],
      series: [{ label: "UTC", class: "clock", value: (u, v) => (v == null ? "–" : clock(v)) }, ...panel.series.map((s, i) => line(panel, i, few))],
      bands,
      cursor: { sync: { key: "report" }, drag: { x: true, y: false }, points: { size: 7 } },
      legend: {
        live: true,
        markers: { width: 0, fill: (u, i) => (i === 0 ? "transparent" : css("--c" + (panel.series[i - 1].colour ?? i - 1) % 6)) },
      },
      hooks: { drawClear: [shade(panel)], setScale: [(u, key) => { if (key === "x") zoomAll(u); }] },
    };
    const u = new uPlot(options, [panel.times, ...panel.series.map(s => s.values)], element);
    u.setScale("x", { min: data.start, max: data.end });
    charts.push({ element, u });
  };

  const drawAll = () => {
    zooming = true;
    while (charts.length) charts.pop().u.destroy();
    document.querySelectorAll("[data-panel]").forEach(element => {
      if (!element.closest("details:not([open])")) draw(element);
    });
    zooming = false;
    document.documentElement.dataset.charts = String(charts.length);
  };

  drawAll();
  document.querySelectorAll("details").forEach(d => d.addEventListener("toggle", drawAll));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawAll);
  let waiting;
  addEventListener("resize", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => charts.forEach(({ element, u }) => u.setSize({ width: Math.max(240, element.clientWidth), height: 220 })), 120);
  });
  document.addEventListener("dblclick", event => {
    if (event.target.closest(".u-over")) charts.forEach(({ u }) => u.setScale("x", { min: data.start, max: data.end }));
  });
})();
