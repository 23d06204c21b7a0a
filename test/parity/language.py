"""Sequential fusion, the skeleton-language model and both its losses in PyTorch's own modules, and their fixtures: `/usr/bin/python3 language.py`.

The fixtures hold inputs, parameters (under the product's names), both losses, the matching logits and every gradient of
la·L_align + lm·L_match, computed in float64 from float32 starts. The map is [N·M, C, V, T'], as the product lays it out.
"""

import math

import torch
import torch.nn as nn
import torch.nn.functional as F

from make_fixtures import FOLDER, write
from skeletons import SKELETONS

PARTS = {  # 0-based, after GAP
    "ntu25": [[2, 3, 20], [*range(4, 12), 21, 22, 23, 24], [0, 1, 2, 12, 16], [*range(12, 20)]],
    "ucla20": [[2, 3], [*range(4, 12)], [0, 1, 12, 16], [*range(12, 20)]],
}
WEIGHTS = {"align": 0.8, "match": 0.2}
SHAPE = {"width": 16, "layers": 2, "heads": 4, "feedForward": 24, "feature": 12, "textWidth": 10, "steps": 3, "batch": 4}
CASES = {
    "language-concat": {"layout": "ntu25", "fusion": "concat", "textTokens": 5, "seed": 21},
    "language-cross": {"layout": "ucla20", "fusion": "cross-attention", "textTokens": None, "seed": 22},
}
LABELS = [0, 1, 0, 2]


def parameters(case, generator):
    d, f, c, e = SHAPE["width"], SHAPE["feedForward"], SHAPE["feature"], SHAPE["textWidth"]
    shapes = {"align.skeleton.weight": (d, c), "align.text.weight": (d, e), "align.temperature": (1,)}
    shapes |= {"skeleton.weight": (d, c), "skeleton.bias": (d,), "text.weight": (d, e), "text.bias": (d,)}
    shapes |= {"skeleton.position": (5 + SHAPE["steps"], d), "text.position": (case["textTokens"] or 1, d), "type": (2, d)}
    for layer in range(1, SHAPE["layers"] + 1):
        at = f"layers.{layer}."
        norms = ["attention.norm", "feedForward.norm"] + (["attention.textNorm"] if case["fusion"] == "cross-attention" else [])
        for norm in norms:
            shapes |= {f"{at}{norm}.weight": (d,), f"{at}{norm}.bias": (d,)}
        for part in ("query", "key", "value", "out"):
            shapes |= {f"{at}attention.{part}.weight": (d, d), f"{at}attention.{part}.bias": (d,)}
        shapes |= {f"{at}feedForward.in.weight": (f, d), f"{at}feedForward.in.bias": (f,)}
        shapes |= {f"{at}feedForward.out.weight": (d, f), f"{at}feedForward.out.bias": (d,)}
    shapes |= {"norm.weight": (d,), "norm.bias": (d,), "match.weight": (2, d), "match.bias": (2,)}

    def start(name, shape):
        noise = torch.randn(shape, generator=generator)
        if name == "align.temperature":
            return torch.tensor([math.log(5.0)])
        if "orm.weight" in name:
            return 0.8 + 0.2 * noise
        return noise * (1 / math.sqrt(shape[-1]) if len(shape) == 2 else 0.2)

    return {f"language.{name}": start(name, shape) for name, shape in shapes.items()}


def attention(p, at, queries, seen, hidden):
    """PyTorch's multi-head attention with our matrices in it."""
    d = SHAPE["width"]
    module = nn.MultiheadAttention(d, SHAPE["heads"], batch_first=True, dtype=queries.dtype)
    weights = [p[f"{at}.{part}.weight"] for part in ("query", "key", "value")]
    biases = [p[f"{at}.{part}.bias"] for part in ("query", "key", "value")]
    state = {
        "in_proj_weight": torch.cat(weights),
        "in_proj_bias": torch.cat(biases),
        "out_proj.weight": p[f"{at}.out.weight"],
        "out_proj.bias": p[f"{at}.out.bias"],
    }
    for name in state:  # keeps the graph to our own tensors
        owner = module.out_proj if name.startswith("out_proj") else module
        leaf = name.rpartition(".")[2]
        del owner._parameters[leaf]
        setattr(owner, leaf, state[name])
    return module(queries, seen, seen, key_padding_mask=hidden, need_weights=False)[0]


def loss(p, case, inputs):
    p = {name[len("language.") :]: value for name, value in p.items()}
    layout, n, d = case["layout"], SHAPE["batch"], SHAPE["width"]
    bodies = SKELETONS[layout].bodies
    labels = torch.tensor(LABELS)
    fmap = inputs["map"].view(n, bodies, *inputs["map"].shape[1:])  # N M C V T

    def norm(x, name):
        return F.layer_norm(x, (d,), p[f"{name}.weight"], p[f"{name}.bias"], 1e-5)

    def line(x, name):
        return F.linear(x, p[f"{name}.weight"], p[f"{name}.bias"])

    f = fmap.mean((1, 3, 4))
    parts = [fmap[:, :, :, joints].mean((1, 3, 4)) for joints in PARTS[layout]]
    times = [fmap[..., t].mean((1, 3)) for t in range(SHAPE["steps"])]
    skeleton = torch.stack([f, *parts, *times], 1)

    tau = p["align.temperature"].exp().clamp(1, 100)
    a = F.normalize(F.linear(f, p["align.skeleton.weight"]), dim=1)
    c = F.normalize(F.linear(inputs["sentences"], p["align.text.weight"]), dim=1)
    logits = tau * a @ c.T
    same = labels[:, None] == labels[None]
    target = same.to(logits.dtype) / same.sum(1, keepdim=True)
    align = sum(F.kl_div(F.log_softmax(z, 1), target, reduction="batchmean") for z in (logits, logits.T)) / 2

    with torch.no_grad():
        noise = inputs["negativeNoise"]
        other_text = (logits.masked_fill(same, -math.inf) + noise[0]).argmax(1)
        other_clip = (logits.T.masked_fill(same, -math.inf) + noise[1]).argmax(1)
    if case["textTokens"]:
        text = inputs["tokens"]
        hidden = torch.arange(case["textTokens"])[None] >= inputs["lengths"].view(-1, 1)
    else:
        text, hidden = inputs["sentences"][:, None], torch.zeros(n, 1, dtype=torch.bool)
    skeleton = line(skeleton, "skeleton") + p["skeleton.position"] + p["type"][0]
    text = line(text, "text") + p["text.position"] + p["type"][1]
    s = torch.cat([skeleton, skeleton, skeleton[other_clip]])
    t = torch.cat([text, text[other_text], text])
    hidden = torch.cat([hidden, hidden[other_text], hidden])
    together = case["fusion"] == "concat"
    if together:
        x, hidden = torch.cat([s, t], 1), torch.cat([torch.zeros(s.shape[:2], dtype=torch.bool), hidden], 1)
    else:
        x = s
    masks = inputs["languageDropout"]
    for i in range(SHAPE["layers"]):
        at = f"layers.{i + 1}"
        y = norm(x, f"{at}.attention.norm")
        seen = y if together else norm(t, f"{at}.attention.textNorm")
        x = x + masks[2 * i][:, None] * attention(p, f"{at}.attention", y, seen, hidden)
        inner = F.gelu(line(norm(x, f"{at}.feedForward.norm"), f"{at}.feedForward.in"))
        x = x + masks[2 * i + 1][:, None] * line(inner, f"{at}.feedForward.out")
    scores = line(norm(x[:, 0], "norm"), "match")
    match = F.cross_entropy(scores, torch.tensor([1] * n + [0] * 2 * n))
    return align, match


def make(case):
    generator = torch.Generator().manual_seed(case["seed"])
    n, bodies, joints = SHAPE["batch"], SKELETONS[case["layout"]].bodies, len(SKELETONS[case["layout"]].parents)

    def normal(*shape):
        return torch.randn(shape, generator=generator)

    inputs = {
        "map": normal(n * bodies, SHAPE["feature"], joints, SHAPE["steps"]),
        "sentences": normal(n, SHAPE["textWidth"]),
        "negativeNoise": -torch.log(-torch.log(0.01 + 0.98 * torch.rand(2, n, n, generator=generator))),
        "languageDropout": (torch.rand(2 * SHAPE["layers"], 3 * n, SHAPE["width"], generator=generator) > 0.1) / 0.9,
    }
    if case["textTokens"]:
        inputs["tokens"] = normal(n, case["textTokens"], SHAPE["textWidth"])
        inputs["lengths"] = 1.0 + torch.arange(n).view(n, 1) % case["textTokens"]
    return inputs, parameters(case, generator)


def main():
    torch.set_num_threads(1)
    for name, case in CASES.items():
        inputs, start = make(case)
        exact = {key: value.float().double() for key, value in inputs.items()}
        exact["map"].requires_grad_()
        p = {key: value.double().requires_grad_() for key, value in start.items()}
        align, match = loss(p, case, exact)
        (WEIGHTS["align"] * align + WEIGHTS["match"] * match).backward()
        tensors = {f"inputs/{key}": value for key, value in inputs.items()} | {f"parameters/{key}": value for key, value in start.items()}
        tensors |= {"labels": torch.tensor(LABELS, dtype=torch.float32), "align": align.view(1), "match": match.view(1)}
        tensors |= {"gradients/map": exact["map"].grad} | {f"gradients/{key}": value.grad for key, value in p.items()}
        path = FOLDER / f"{name}.safetensors"
        write(path, {**case, **SHAPE, "weights": WEIGHTS}, tensors)
        print(name, path.stat().st_size, "bytes; align", float(align), "match", float(match))


if __name__ == "__main__":
    main()
