"use strict";

// The same counting as the evaluator's OperatingPoint: a frame alarms where its score is greater; alarms with a gap of at most
// mergeGap frames are one event; labels are "0", "1", or "-" for unknown. Ratios without a denominator are null.
function runs(length, holds) {
  const found = [];
  for (let f = 0; f < length; f++) {
    if (!holds(f)) continue;
    const start = f;
    while (f < length && holds(f)) f++;
    found.push({ start, end: f });
  }
  return found;
}

function alarmsOf(video, threshold, mergeGap) {
  const merged = [];
  for (const run of runs(video.scores.length, f => video.scores[f] > threshold)) {
    const last = merged[merged.length - 1];
    if (last && run.start - last.end <= mergeGap) last.end = run.end; else merged.push(run);
  }
  for (const alarm of merged) {
    const labels = video.labels.slice(alarm.start, alarm.end);
    alarm.isTrue = labels.includes("1");
    alarm.isLabelled = alarm.isTrue || labels.includes("0");
  }
  return merged;
}

function matchedF1(pairs, events) {
  return least => events > 0 ? 2 * pairs.filter(iou => iou >= least).length / events : null;
}

function matchPairs(alarms, events) {
  const all = [];
  alarms.forEach((alarm, a) => events.forEach((event, e) => {
    const common = Math.min(alarm.end, event.end) - Math.max(alarm.start, event.start);
    if (common > 0) all.push({ a, e, iou: common / (alarm.end - alarm.start + event.end - event.start - common) });
  }));
  const usedA = new Set(), usedE = new Set(), kept = [];
  for (const pair of all.sort((x, y) => y.iou - x.iou)) {
    if (usedA.has(pair.a) || usedE.has(pair.e)) continue;
    usedA.add(pair.a);
    usedE.add(pair.e);
    kept.push(pair.iou);
  }
  return kept;
}

function figuresAt(videos, threshold, framesPerSecond, mergeGap) {
  let hits = 0, misses = 0, falseFrames = 0, quiet = 0, alarmEvents = 0, falseEvents = 0, events = 0;
  const delays = [], pairs = [];
  for (const video of videos) {
    for (let f = 0; f < video.scores.length; f++) {
      const label = video.labels[f], alarmed = video.scores[f] > threshold;
      if (label === "1") { if (alarmed) hits++; else misses++; }
      if (label === "0") { if (alarmed) falseFrames++; else quiet++; }
    }
    const counted = alarmsOf(video, threshold, mergeGap).filter(alarm => alarm.isLabelled);
    const labelled = runs(video.scores.length, f => video.labels[f] === "1");
    alarmEvents += counted.length;
    falseEvents += counted.filter(alarm => !alarm.isTrue).length;
    events += labelled.length;
    pairs.push(...matchPairs(counted, labelled));
    for (const event of labelled) {
      let f = event.start;
      while (f < event.end && !(video.scores[f] > threshold)) f++;
      if (f < event.end) delays.push(f - event.start);
    }
  }
  delays.sort((a, b) => a - b);
  const ratio = (part, whole) => whole > 0 ? part / whole : null;
  const quantile = share => {
    if (delays.length === 0) return null;
    const at = share * (delays.length - 1), below = Math.floor(at), above = Math.min(below + 1, delays.length - 1);
    return (delays[below] + (at - below) * (delays[above] - delays[below])) / framesPerSecond;
  };
  const harmonic = (a, b) => a === null || b === null ? null : a + b === 0 ? 0 : 2 * a * b / (a + b);
  const hours = (falseFrames + quiet) / framesPerSecond / 3600;
  const recall = ratio(hits, hits + misses), precision = ratio(hits, hits + falseFrames);
  const eventPrecision = ratio(alarmEvents - falseEvents, alarmEvents), eventRecall = ratio(delays.length, events);
  return {
    falsePositiveRate: ratio(falseFrames, falseFrames + quiet), recall, precision, frameF1: harmonic(precision, recall),
    falseAlarmsPerHour: hours > 0 ? falseEvents / hours : null, falseAlarmEvents: falseEvents, alarmEvents, anomalousEvents: events,
    noticedEvents: delays.length, eventPrecision, eventRecall, eventF1: harmonic(eventPrecision, eventRecall),
    eventIouF1: matchedF1(pairs, alarmEvents + events)(0.5), detectionDelayP50Seconds: quantile(0.5), detectionDelayP95Seconds: quantile(0.95),
  };
}
