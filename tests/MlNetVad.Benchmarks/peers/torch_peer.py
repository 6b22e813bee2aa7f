#!/usr/bin/python3
"""The PyTorch side of the engine benchmark: one command a line on stdin, one answer a line on stdout.

  setup {"case": "linear", "variant": 0, ...}  ->  ok          builds the inputs of a case
  time ITERATIONS                              ->  seconds an iteration
  quit

The number of threads is fixed for the process by OMP_NUM_THREADS and OPENBLAS_NUM_THREADS.
"""
import json
import os
import sys
import time

import torch
import torch.nn.functional as F

torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", "1")))


def leaf(*shape, scale=1.0):
    return (torch.randn(*shape) * scale).requires_grad_()


def forward(f):
    def run():
        with torch.no_grad():
            f()
    return run


def forward_backward(f, leaves):
    def run():
        for p in leaves:
            p.grad = None
        f().sum().backward()
    return run


def linear(c):
    x, w, b = torch.randn(c["rows"], c["in"]), torch.randn(c["out"], c["in"]), torch.randn(c["out"])
    return forward(lambda: F.linear(x, w, b))


def layer_norm(c):
    x, w, b = torch.randn(c["rows"], c["width"]), torch.randn(c["width"]), torch.randn(c["width"])
    return forward(lambda: F.layer_norm(x, (c["width"],), w, b))


def softmax(c):
    x = torch.randn(*c["shape"])
    return forward(lambda: torch.softmax(x, -1))


def attend(q, k, v):
    return torch.softmax((q @ k.transpose(-1, -2)) * q.shape[-1] ** -0.5, -1) @ v


def attention(c):
    q, k, v = (torch.randn(*c["shape"]) for _ in range(3))
    return forward(lambda: attend(q, k, v))


def vit_block(c):
    b, t, d, heads = c["batch"], c["tokens"], c["width"], c["heads"]
    s = d ** -0.5
    x = leaf(b, t, d)
    n1, b1, n2, b2 = leaf(d), leaf(d), leaf(d), leaf(d)
    qkv, qkv_b, proj, proj_b = leaf(3 * d, d, scale=s), leaf(3 * d), leaf(d, d, scale=s), leaf(d)
    up, up_b, down, down_b = leaf(4 * d, d, scale=s), leaf(4 * d), leaf(d, 4 * d, scale=s), leaf(d)

    def split(y):
        return y.reshape(b, t, heads, d // heads).transpose(1, 2)

    def block():
        q, k, v = F.linear(F.layer_norm(x, (d,), n1, b1), qkv, qkv_b).chunk(3, -1)
        a = attend(split(q), split(k), split(v)).transpose(1, 2).reshape(b, t, d)
        y = x + F.linear(a, proj, proj_b)
        return y + F.linear(F.gelu(F.linear(F.layer_norm(y, (d,), n2, b2), up, up_b)), down, down_b)

    leaves = [x, n1, b1, n2, b2, qkv, qkv_b, proj, proj_b, up, up_b, down, down_b]
    return forward_backward(block, leaves) if c["backward"] else forward(block)


def adamw(c):
    parameters = [leaf(*shape) for shape in c["shapes"]]
    for p in parameters:
        p.grad = torch.randn_like(p)
    optimizer = torch.optim.AdamW(parameters, lr=1e-4, foreach=bool(c["variant"]))
    return optimizer.step


def experts(c):
    """Router, top K, K of N bottleneck filters and one shared one; variant 0 masked-dense, variant 1 sorted slices."""
    t, d, h, n, k = c["tokens"], c["width"], c["hidden"], c["experts"], c["active"]
    e = n + 1
    x, router = leaf(t, d), leaf(n, d, scale=0.02)
    norm_w, norm_b = leaf(d), leaf(d)
    reduce, reduce_bias = leaf(e, h, d, scale=d ** -0.5), leaf(e, h)
    expand, expand_bias = leaf(e, h, d, scale=h ** -0.5), leaf(e, d)

    def route():
        s = torch.softmax(x @ router.t(), -1)
        top, index = s.topk(k, -1)
        return F.layer_norm(x, (d,), norm_w, norm_b), s, top / top.sum(-1, keepdim=True) * 2.0, index

    def dense():
        z, s, top, index = route()
        gate = torch.cat([torch.zeros_like(s).scatter(-1, index, top), z.new_ones(t, 1)], 1)
        a = F.silu(F.linear(z, reduce.reshape(e * h, d), reduce_bias.reshape(-1)))
        a = (a.reshape(t, e, h) * gate.unsqueeze(-1)).reshape(t, e * h)
        return torch.addmm(gate @ expand_bias, a, expand.reshape(e * h, d))

    def filtered(v, i):
        return torch.addmm(expand_bias[i], F.silu(F.linear(v, reduce[i], reduce_bias[i])), expand[i])

    def by_slices():
        z, _, top, index = route()
        order = index.reshape(-1).argsort()
        rows = torch.div(order, k, rounding_mode="floor")
        cuts = torch.bincount(index.reshape(-1), minlength=n).tolist()
        y = torch.cat([filtered(v, i) for i, v in enumerate(z[rows].split(cuts))]) * top.reshape(-1)[order].unsqueeze(1)
        return filtered(z, n).index_add(0, rows, y)

    layer = by_slices if c["variant"] else dense
    leaves = [x, router, norm_w, norm_b, reduce, reduce_bias, expand, expand_bias]
    return forward_backward(layer, leaves) if c["backward"] else forward(layer)


CASES = {f.__name__: f for f in (linear, layer_norm, softmax, attention, vit_block, adamw, experts)}


def main():
    step = None
    for line in sys.stdin:
        command, _, rest = line.strip().partition(" ")
        if command == "setup":
            torch.manual_seed(1)
            case = json.loads(rest)
            step = CASES[case["case"]](case)
            print("ok", flush=True)
        elif command == "time":
            count = int(rest)
            start = time.perf_counter()
            for _ in range(count):
                step()
            print(repr((time.perf_counter() - start) / count), flush=True)
        else:
            break


main()
