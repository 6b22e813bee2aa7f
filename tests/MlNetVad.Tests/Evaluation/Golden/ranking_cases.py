#!/usr/bin/env python3
"""Writes ranking-cases.json: 200 random sets of scored videos and what scikit-learn and numpy say of them.

    /usr/bin/python3 tests/MlNetVad.Tests/Evaluation/Golden/ranking_cases.py

Needs scikit-learn (Debian: python3-sklearn). Scores are multiples of 1/8, mostly few of them, so that ties abound; many videos and some sets
hold one class only, some frames have no label ('-'). Null is undefined: one class only, or nothing to divide by.
"""
import json
import pathlib
import random

import numpy
import sklearn
from sklearn import metrics

CASES, RESAMPLES = 200, 60


class DotNetRandom:
    """System.Random with a seed: Knuth's subtractive generator, as .NET keeps it. The confidence interval draws videos with it."""

    def __init__(self, seed):
        most = 2147483647
        state, following = [0] * 56, 1
        previous = 161803398 - abs(seed)
        state[55] = previous
        at = 0
        for _ in range(1, 55):
            at = at + 21 - (55 if at + 21 >= 55 else 0)
            state[at] = following
            following = previous - following
            following += most if following < 0 else 0
            previous = state[at]
        for _ in range(4):
            for i in range(1, 56):
                n = i + 30 - (55 if i + 30 >= 55 else 0)
                state[i] -= state[1 + n]
                state[i] += most if state[i] < 0 else 0
        self.state, self.next, self.nextp = state, 0, 21

    def below(self, limit):
        self.next = self.next + 1 if self.next + 1 < 56 else 1
        self.nextp = self.nextp + 1 if self.nextp + 1 < 56 else 1
        sample = self.state[self.next] - self.state[self.nextp]
        sample -= 1 if sample == 2147483647 else 0
        sample += 2147483647 if sample < 0 else 0
        self.state[self.next] = sample
        return int(sample * (1.0 / 2147483647) * limit)


def make(draw):
    levels, one_class, videos = draw.choice([2, 4, 9, 1000]), draw.choice([0.1, 0.4, 1.0]), []
    only = draw.choice("01")   # where all videos are of one class, often the same one
    for _ in range(draw.randint(1, 5)):
        frames = draw.randint(1, 24)
        single = draw.random() < one_class
        kind = only if draw.random() < 0.5 else draw.choice("01")
        labels = "".join("-" if draw.random() < 0.08 else kind if single else draw.choice("01") for _ in range(frames))
        videos.append({"scores": [(draw.randrange(levels) - levels // 2) / 8 for _ in range(frames)], "labels": labels})
    return videos


def known(videos):
    pairs = [(s, int(l)) for v in videos for s, l in zip(v["scores"], v["labels"]) if l != "-"]
    return numpy.array([s for s, _ in pairs], dtype=float), numpy.array([l for _, l in pairs], dtype=int)


def auc(videos):
    scores, labels = known(videos)
    return metrics.roc_auc_score(labels, scores) if len(set(labels)) == 2 else None


def equal_error_rate(scores, labels):
    """Where scikit-learn's ROC curve, linear between its points, meets fpr = 1 - tpr."""
    fpr, tpr, _ = metrics.roc_curve(labels, scores, drop_intermediate=False)
    over = fpr - (1 - tpr)
    i = int(numpy.argmax(over >= 0))
    return float(numpy.interp(0, over[i - 1:i + 1], fpr[i - 1:i + 1]))


def interval(videos, seed):
    if len(videos) < 2:
        return None
    draw, aucs = DotNetRandom(seed), []
    for _ in range(RESAMPLES):
        chosen = [draw.below(len(videos)) for _ in videos]
        value = auc([videos[i] for i in chosen])
        if value is not None:
            aucs.append(value)
    return [float(q) for q in numpy.quantile(aucs, [0.025, 0.975])] if aucs else None


def at_threshold(scores, labels, threshold):
    alarms = (scores > threshold).astype(int)
    precision = metrics.precision_score(labels, alarms) if alarms.any() else None
    recall = metrics.recall_score(labels, alarms) if labels.any() else None
    false_rate = 1 - metrics.recall_score(labels, alarms, pos_label=0) if (labels == 0).any() else None
    f1 = metrics.f1_score(labels, alarms, zero_division=0) if precision is not None and recall is not None else None
    return {"precision": precision, "recall": recall, "falsePositiveRate": false_rate, "f1": f1}


def solve(case, videos, draw):
    scores, labels = known(videos)
    two = len(set(labels)) == 2
    threshold = draw.choice([s for v in videos for s in v["scores"]])
    each = [a for a in (auc([v]) for v in videos) if a is not None]
    return {
        "videos": videos,
        "auc": auc(videos),
        "macroAuc": float(numpy.mean(each)) if each else None,
        "averagePrecision": metrics.average_precision_score(labels, scores) if two else None,
        "equalErrorRate": equal_error_rate(scores, labels) if two else None,
        "seed": case,
        "interval": interval(videos, case),
        "threshold": threshold,
        **at_threshold(scores, labels, threshold),
    }


def main():
    draw = random.Random(16)
    cases = [solve(case, make(draw), draw) for case in range(CASES)]
    lines = ",\n".join(json.dumps(case, separators=(",", ":"), allow_nan=False, default=float) for case in cases)
    made = f"ranking_cases.py, scikit-learn {sklearn.__version__}, numpy {numpy.__version__}"
    path = pathlib.Path(__file__).with_name("ranking-cases.json")
    path.write_text(f'{{"made":"{made}","resamples":{RESAMPLES},"cases":[\n{lines}\n]}}\n')
    one = sum(case["auc"] is None for case in cases)
    print(f"{path}: {CASES} cases, {one} of one class, {sum(case['interval'] is not None for case in cases)} with an interval, {path.stat().st_size} bytes")


main()
