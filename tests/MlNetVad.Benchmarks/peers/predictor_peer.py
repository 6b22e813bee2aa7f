#!/usr/bin/python3
"""The PyTorch side of the predictor benchmark: the network of MLNETVAD_PEERS/sfn_torch.py in its bench configuration.

  setup {"batch": 4, "backward": true}  ->  ok
  time ITERATIONS                       ->  seconds an iteration

The number of threads is fixed for the process by OMP_NUM_THREADS and OPENBLAS_NUM_THREADS.
"""
import importlib.util
import json
import os
import sys
import time
import types

import torch

torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", "1")))


def allow_absence(module, attribute):
    """The network does without the libraries that its file reads pictures and smooths scores with."""
    try:
        missing = importlib.util.find_spec(module) is None
    except ModuleNotFoundError:
        missing = True
    if missing:
        stand_in = sys.modules[module] = types.ModuleType(module)
        setattr(stand_in, attribute, None)


for library, name in (("PIL", "Image"), ("scipy", "ndimage"), ("scipy.ndimage", "gaussian_filter1d")):
    allow_absence(library, name)
sys.path.insert(0, os.environ["MLNETVAD_PEERS"])
import sfn_torch  # noqa: E402


def build(case):
    torch.manual_seed(1)
    config = sfn_torch.Cfg()
    network = sfn_torch.SfnVad(config)
    shape = (config.channels, config.height, config.width)
    x, y = torch.randn(case["batch"], 4, *shape), torch.randn(case["batch"], *shape)

    def score():
        with torch.no_grad():
            network(x)

    def step():
        network.losses(x, y)[0]["total"].backward()

    return step if case["backward"] else score


def main():
    run = None
    for line in sys.stdin:
        command, _, rest = line.strip().partition(" ")
        if command == "setup":
            run = build(json.loads(rest))
            print("ok", flush=True)
        elif command == "time":
            count = int(rest)
            start = time.perf_counter()
            for _ in range(count):
                run()
            print(repr((time.perf_counter() - start) / count), flush=True)


main()
