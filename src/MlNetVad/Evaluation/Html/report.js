(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const videos = data.videos.map(v => ({ ...v, scores: Float32Array.from(v.scores) }));
  const { videoFramesPerSecond: rate, mergeGapFrames: gap, threshold: promised } = data.report.operatingPoint;
  const byId = id => document.getElementById(id);
  const escape = text => String(text).replace(/[&<>"]/g, c => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c]);
  const digits = (value, places) => value === null ? "–" : value.toFixed(places);
  const percent = value => value === null ? "–" : (100 * value).toFixed(1) + " %";
  const seconds = frames => (frames / rate).toFixed(1) + " s";

  // every step of the slider is a threshold between two scores that occur (or between classes of them, where they are many)
  const sorted = Float32Array.from(videos.flatMap(v => [...v.scores])).sort();
  const distinct = [...new Set(sorted)];
  const every = Math.max(1, Math.ceil(distinct.length / 2000));
  const start = promised ?? data.start;
  const steps = [...new Set([...distinct.filter((_, i) => i % every === 0), distinct[distinct.length - 1], start])].sort((a, b) => a - b);
  const low = Math.min(0, sorted[0]), high = Math.max(sorted[sorted.length - 1], start);

  const scale = (from, to, a, b) => value => a + (value - from) / ((to - from) || 1) * (b - a);
  const ticks = (from, to, count) => {
    const rough = (to - from) / count || 1, power = 10 ** Math.floor(Math.log10(rough));
    const step = power * ([1, 2, 5].find(n => n * power >= rough) ?? 10), found = [];
    for (let i = Math.ceil(from / step); i * step <= to + step * 1e-9; i++) found.push(+(i * step).toPrecision(12));
    return found;
  };

  function axes(x, y, xs, ys, box, xName, yName) {
    return ys.map(t => `<path class="grid" d="M${box.left} ${y(t)}H${box.right}"/><text x="${box.left - 5}" y="${y(t) + 4}" text-anchor="end">${t}</text>`).join("")
      + xs.map(t => `<path class="grid" d="M${x(t)} ${box.bottom}v4"/><text x="${x(t)}" y="${box.bottom + 16}" text-anchor="middle">${t}</text>`).join("")
      + `<path class="grid" d="M${box.left} ${box.top}V${box.bottom}H${box.right}"/>`
      + `<text x="${(box.left + box.right) / 2}" y="${box.bottom + 30}" text-anchor="middle">${xName}</text>`
      + (yName ? `<text transform="translate(11 ${(box.top + box.bottom) / 2}) rotate(-90)" text-anchor="middle">${yName}</text>` : "");
  }

  function chart(id, title, description, body, caption) {
    byId(id).innerHTML = `<svg viewBox="0 0 360 270" role="img" aria-label="${escape(title)}"><title>${escape(title)}. ${escape(description)}</title>`
      + `<text class="title" x="42" y="16">${escape(title)}</text>${body}</svg><figcaption>${caption}</figcaption>`;
  }

  // from the highest score down, frames of one score together
  const labelled = videos.flatMap(v => [...v.scores].map((score, f) => ({ score, label: v.labels[f] }))).filter(p => p.label !== "-").sort((a, b) => b.score - a.score);
  const positives = labelled.filter(p => p.label === "1").length, negatives = labelled.length - positives;
  const sweep = [{ hits: 0, wrong: 0 }];
  for (let i = 0, hits = 0, wrong = 0; i < labelled.length;) {
    const score = labelled[i].score;
    for (; i < labelled.length && labelled[i].score === score; i++) { if (labelled[i].label === "1") hits++; else wrong++; }
    sweep.push({ hits, wrong });
  }
  const thin = points => points.filter((_, i) => i % Math.ceil(points.length / 1500) === 0 || i === points.length - 1);
  const box = { left: 42, right: 350, top: 26, bottom: 226 };
  const path = points => points.map(([a, b], i) => `${i ? "L" : "M"}${a.toFixed(1)} ${b.toFixed(1)}`).join("");

  function drawRanking() {
    const x = scale(0, 1, box.left, box.right), y = scale(0, 1, box.bottom, box.top), fifths = [0, 0.2, 0.4, 0.6, 0.8, 1];
    const figures = data.report;
    if (positives === 0 || negatives === 0) {
      byId("roc").innerHTML = byId("pr").innerHTML = "<figcaption>Undefined: the frames are of one class only.</figcaption>";
    } else {
      chart("roc", "ROC curve", `micro AUC ${digits(figures.microAuc, 4)}`,
        axes(x, y, fifths, fifths, box, "share of normal frames over the threshold", "recall")
        + `<path class="curve" d="${path(thin(sweep).map(p => [x(p.wrong / negatives), y(p.hits / positives)]))}"/><circle class="point" r="5" id="roc-point"/>`,
        `Micro AUC ${digits(figures.microAuc, 4)}, equal error rate ${digits(figures.equalErrorRate, 4)}; raw scores, every frame. The dot is the threshold.`);
      chart("pr", "Precision and recall", `average precision ${digits(figures.averagePrecision, 4)}`,
        axes(x, y, fifths, fifths, box, "recall", "precision")
        + `<path class="curve" d="${path(thin(sweep.slice(1)).map(p => [x(p.hits / positives), y(p.hits / (p.hits + p.wrong))]))}"/><circle class="point" r="5" id="pr-point"/>`,
        `Average precision ${digits(figures.averagePrecision, 4)}; by chance ${digits(positives / labelled.length, 4)}, the share of anomalous frames.`);
    }
    drawHistogram();
  }

  let histogramX = null;
  function drawHistogram() {
    const bins = 40, cut = sorted[Math.min(sorted.length - 1, Math.floor(0.995 * sorted.length))], top = Math.max(cut, start) || 1;
    const counts = { "0": new Array(bins).fill(0), "1": new Array(bins).fill(0) };
    for (const { score, label } of labelled) counts[label][Math.max(0, Math.min(bins - 1, Math.floor((score - low) / ((top - low) || 1) * bins)))]++;
    const shares = label => counts[label].map(n => n / Math.max(1, label === "1" ? positives : negatives));
    const most = Math.max(...shares("0"), ...shares("1"), 1e-9);
    histogramX = scale(low, top, box.left, box.right);
    const y = scale(0, most, box.bottom, box.top);
    const area = (label, name) => {
      const edges = shares(label).flatMap((share, i) => [[box.left + (box.right - box.left) * i / bins, y(share)], [box.left + (box.right - box.left) * (i + 1) / bins, y(share)]]);
      return `<path class="${name}" d="${path([[box.left, box.bottom], ...edges, [box.right, box.bottom]])}Z"/>`;
    };
    const shown = ticks(0, most, 4);
    chart("histogram", "Scores of normal and anomalous frames", `${negatives} normal and ${positives} anomalous frames`,
      axes(histogramX, y, ticks(low, top, 5), shown, box, "score", "share of the class")
      + area("0", "normal") + area("1", "anomalous") + `<path class="limit" id="histogram-limit"/>`,
      `<span class="key"><span><i class="swatch normal"></i>${negatives} normal frames</span> <span><i class="swatch anomalous"></i>${positives} anomalous</span></span>`
      + (top < sorted[sorted.length - 1] ? `The last column holds everything above ${digits(top, 2)}.` : "The dashed line is the threshold."));
  }

  function drawCurves() {
    const w = Math.max(280, Math.min(560, byId("curves").clientWidth - 36)), h = 138, left = 34, right = w - 8, topEdge = 22, bottom = 116;
    const y = scale(low, high, bottom, topEdge);
    byId("curves").innerHTML = videos.map((v, i) => {
      const x = scale(0, Math.max(1, v.scores.length - 1), left, right), n = v.scores.length, columns = 2 * (right - left), points = [];
      if (n <= columns) for (let f = 0; f < n; f++) points.push([x(f), y(v.scores[f])]);
      else for (let c = 0; c < columns; c++) {
        const from = Math.floor(n * c / columns), to = Math.floor(n * (c + 1) / columns);
        let min = from, max = from;
        for (let f = from; f < to; f++) { if (v.scores[f] < v.scores[min]) min = f; if (v.scores[f] > v.scores[max]) max = f; }
        for (const f of [Math.min(min, max), Math.max(min, max)]) points.push([x(f), y(v.scores[f])]);
      }
      const spans = runs(n, f => v.labels[f] === "1");
      const truth = spans.map(r => `<rect class="truth" x="${Math.max(left, x(r.start - 0.5))}" width="${Math.max(1, Math.min(right, x(r.end - 0.5)) - Math.max(left, x(r.start - 0.5)))}" y="${topEdge}" height="${bottom - topEdge}"/>`).join("");
      const said = spans.length === 0 ? "no labelled anomaly" : `labelled anomalous: frames ${spans.slice(0, 6).map(r => `${r.start} to ${r.end - 1}`).join(", ")}${spans.length > 6 ? ` and ${spans.length - 6} more` : ""}`;
      const auc = data.report.videos[i].auc;
      return `<figure class="card"><svg viewBox="0 0 ${w} ${h}" role="img" aria-label="Score of video ${escape(v.id)}; ${said}"><title>Score of video ${escape(v.id)}; ${said}; highest ${digits(data.report.videos[i].maxScore, 3)}</title>`
        + `<text class="title" x="${left}" y="14">${escape(v.id)}${auc === null ? ", one class only" : ", AUC " + digits(auc, 3)}</text>${truth}`
        + axes(x, y, ticks(0, n - 1, w / 70), ticks(low, high, 3), { left, right, top: topEdge, bottom }, "", "")
        + `<path class="curve" d="${path(points)}"/><path class="limit" data-limit d=""/><g data-alarms="${i}"></g></svg></figure>`;
    }).join("");
    return { x: i => scale(0, Math.max(1, videos[i].scores.length - 1), left, right), y, left, right, bottom };
  }

  const events = [
    ["recall, frames", f => percent(f.recall)], ["normal frames that alarm", f => percent(f.falsePositiveRate)], ["precision, frames", f => percent(f.precision)],
    ["F1, frames", f => percent(f.frameF1)], ["events noticed", f => `${f.noticedEvents} of ${f.anomalousEvents}`], ["false alarms per hour", f => digits(f.falseAlarmsPerHour, 1)],
    ["F1, events", f => percent(f.eventF1)], ["F1, events at tIoU ≥ .5", f => percent(f.eventIouF1)], ["detection delay, median", f => f.detectionDelayP50Seconds === null ? "–" : digits(f.detectionDelayP50Seconds, 2) + " s"],
  ];

  const strongest = (video, alarm) => {
    let best = -1;
    for (let f = alarm.start; f < alarm.end; f++) if (video.parts[f] >= 0 && (best < 0 || video.rarities[f] > video.rarities[best])) best = f;
    return best < 0 ? null : data.parts[video.parts[best]];
  };

  function listAlarms(threshold) {
    const found = videos.flatMap(v => alarmsOf(v, threshold, gap).map(alarm => {
      let peak = alarm.start;
      for (let f = alarm.start; f < alarm.end; f++) if (v.scores[f] > v.scores[peak]) peak = f;
      return { video: v.id, ...alarm, peak, score: v.scores[peak], part: v.parts ? strongest(v, alarm) : null };
    }));
    const hasParts = data.parts.length > 0, most = 100;
    const verdict = a => a.isTrue ? "holds an anomaly" : a.isLabelled ? "false alarm" : "unlabelled";
    byId("alarms").innerHTML = `<thead><tr><th scope="col">video</th><th scope="col" class="number">frames</th><th scope="col" class="number">lasts</th><th scope="col" class="number">peak</th><th scope="col" class="number">at frame</th>${hasParts ? '<th scope="col">rarest part</th>' : ""}<th scope="col">is</th></tr></thead><tbody>`
      + found.slice(0, most).map(a => `<tr><th scope="row">${escape(a.video)}</th><td class="number">${a.start}–${a.end - 1}</td><td class="number">${seconds(a.end - a.start)}</td><td class="number">${digits(a.score, 3)}</td><td class="number">${a.peak}</td>${hasParts ? `<td>${escape(a.part ?? "–")}</td>` : ""}<td>${verdict(a)}</td></tr>`).join("") + "</tbody>";
    byId("alarms-more").textContent = found.length > most ? `${found.length - most} more alarms are not listed.` : found.length === 0 ? "No alarm at this threshold." : "";
    const by = new Map();
    for (const a of found) {
      const entry = by.get(a.part) ?? { right: 0, wrong: 0 };
      if (a.isTrue) entry.right++; else if (a.isLabelled) entry.wrong++;
      by.set(a.part, entry);
    }
    byId("parts").innerHTML = hasParts
      ? `<p>Rarest part of the score: ${[...by].sort((a, b) => b[1].right + b[1].wrong - a[1].right - a[1].wrong).map(([part, n]) => `<strong>${escape(part ?? "not known")}</strong> in ${n.right} alarm${n.right === 1 ? "" : "s"} that hold${n.right === 1 ? "s" : ""} an anomaly and ${n.wrong} false one${n.wrong === 1 ? "" : "s"}`).join("; ") || "no alarm"}.</p>`
      : "";
  }

  const slider = byId("threshold");
  drawRanking();
  const curves = drawCurves();
  function show() {
    const threshold = steps[+slider.value], f = figuresAt(videos, threshold, rate, gap);
    byId("threshold-value").textContent = digits(threshold, 4);
    slider.setAttribute("aria-valuetext", digits(threshold, 4));
    byId("tiles").innerHTML = events.map(([name, value]) => `<div><dt>${name}</dt><dd>${value(f)}</dd></div>`).join("");
    byId("live").textContent = `Above ${digits(threshold, 4)}: ${f.noticedEvents} of ${f.anomalousEvents} events noticed, ${percent(f.recall)} of anomalous frames, ${percent(f.falsePositiveRate)} of normal ones, ${digits(f.falseAlarmsPerHour, 1)} false alarms per hour.`;
    byId("roc-point")?.setAttribute("transform", `translate(${scale(0, 1, box.left, box.right)(f.falsePositiveRate)} ${scale(0, 1, box.bottom, box.top)(f.recall)})`);
    byId("pr-point")?.setAttribute("transform", `translate(${scale(0, 1, box.left, box.right)(f.recall)} ${scale(0, 1, box.bottom, box.top)(f.precision ?? 1)})`);
    const at = Math.max(box.left, Math.min(box.right, histogramX(threshold)));
    byId("histogram-limit").setAttribute("d", `M${at} ${box.top}V${box.bottom}`);
    document.querySelectorAll("[data-limit]").forEach(line => line.setAttribute("d", `M${curves.left} ${curves.y(threshold)}H${curves.right}`));
    document.querySelectorAll("[data-alarms]").forEach(group => {
      const i = +group.dataset.alarms, x = curves.x(i);
      group.innerHTML = alarmsOf(videos[i], threshold, gap).map(a => `<rect class="alarm" x="${x(a.start)}" width="${Math.max(2, x(a.end - 1) - x(a.start))}" y="${curves.bottom - 5}" height="5"/>`).join("");
    });
    listAlarms(threshold);
  }

  slider.max = steps.length - 1;
  slider.value = steps.indexOf(start);
  byId("reset").textContent = `Back to ${promised === null ? "the start" : "the report's threshold"}, ${digits(start, 4)}`;
  byId("reset").addEventListener("click", () => { slider.value = steps.indexOf(start); show(); });
  slider.addEventListener("input", show);
  show();
})();
