"""Trains CTR-GCN (or the HGLNet twin) on NW-UCLA, one view for training and another for testing, by the field's recipe.

    python3 train_nwucla.py FOLDER --model ctrgcn --seeds 1 2 3 --epochs 65 --threads 2

FOLDER holds the unpacked JSON clips. Clips are prepared as CTR-GCN's feeder does: joint 2 of the first frame to the origin; in training a random view
(whole degrees within ±60 about x and y); each axis to [-1, 1] over the clip; 52 sorted frames drawn with repetition in training, evenly spaced at
test. An axis without extent divides by 1. An epoch has ceil(clips * repeat / batch) steps; the last batch is filled up from the next epoch's order.

The last epoch's test accuracy is the result. Prints one JSON line per seed, then one with their mean; progress goes to stderr.
"""

import argparse
import glob
import json
import os
import re
import statistics
import sys
import time

import numpy as np

FRAMES = 52
CENTRE = 1  # joint 2, 0-based


def read_clips(folder):
    """[(view, label, joints [T, 20, 3])] in the order of the file names."""
    paths = sorted(path for below in (".", "*") for path in glob.glob(os.path.join(folder, below, "a*_v[0-9]*.json")))
    clips = []
    for path in paths:
        with open(path) as file:
            clip = json.load(file)
        view = int(re.search(r"_v(\d+)", clip["file_name"]).group(1))
        clips.append((view, int(clip["label"]) - 1, np.asarray(clip["skeletons"], np.float32)))
    if not clips:
        sys.exit(f"{folder}: no JSON clips here; unpack the archive and name its folder.")
    return clips


def rotation(x_degrees, y_degrees):
    a, b = np.radians(x_degrees), np.radians(y_degrees)
    about_x = np.array([[1, 0, 0], [0, np.cos(a), np.sin(a)], [0, -np.sin(a), np.cos(a)]])
    about_y = np.array([[np.cos(b), 0, -np.sin(b)], [0, 1, 0], [np.sin(b), 0, np.cos(b)]])
    return (about_y @ about_x).astype(np.float32)


def prepare(joints, random, view_range):
    """[T, 20, 3] -> [3, 52, 20, 1]; `random` is None at test."""
    values = joints - joints[0, CENTRE]
    if random is not None:
        values = values @ rotation(*random.integers(-view_range, view_range + 1, 2))
    low, high = values.min((0, 1)), values.max((0, 1))
    extent = high - low
    values = (values - low) / np.where(extent == 0, 1, extent) * 2 - 1
    if random is None:
        frames = np.linspace(0, len(values) - 1, FRAMES).astype(int)
    else:
        frames = np.sort(random.integers(0, len(values), FRAMES))
    return values[frames].transpose(2, 0, 1)[..., None]


def rate_at(epoch, options):
    """Linear warm-up over whole epochs, then steps."""
    if epoch < options.warmup:
        return options.lr * (epoch + 1) / options.warmup
    return options.lr * options.decay ** sum(epoch >= m for m in options.milestones)


def train(clips, seed, options):
    import torch
    import torch.nn.functional as F

    torch.manual_seed(seed)
    random = np.random.default_rng(seed)
    training = [clip for clip in clips if clip[0] in options.train_views]
    testing = [clip for clip in clips if clip[0] in options.test_views]
    classes = 1 + max(label for _, label, _ in clips)
    if options.model == "ctrgcn":
        from ctrgcn import CTRGCN

        model = CTRGCN("ucla20", classes)
    else:
        from hglnet import HGLNet

        model = HGLNet("ucla20", classes, FRAMES, options.widths, options.strides)
    optimizer = torch.optim.SGD(
        model.parameters(), options.lr, options.momentum, weight_decay=options.weight_decay, nesterov=options.momentum > 0, foreach=True
    )

    def order():
        while True:
            yield from random.permutation(np.repeat(np.arange(len(training)), options.repeat))

    visits = order()
    steps = -(-len(training) * options.repeat // options.batch)
    seconds = []
    for epoch in range(options.epochs):
        begin = time.perf_counter()
        model.train()
        for group in optimizer.param_groups:
            group["lr"] = rate_at(epoch, options)
        total, right = 0.0, 0
        for _ in range(steps):
            rows = [training[next(visits)] for _ in range(options.batch)]
            x = torch.from_numpy(np.stack([prepare(joints, random, options.rotation) for _, _, joints in rows]))
            y = torch.tensor([label for _, label, _ in rows])
            optimizer.zero_grad(set_to_none=True)
            logits = model(x)
            loss = F.cross_entropy(logits, y, label_smoothing=options.label_smoothing)
            loss.backward()
            optimizer.step()
            total += float(loss)
            right += int((logits.argmax(1) == y).sum())
        seconds.append(time.perf_counter() - begin)
        print(
            f"seed {seed} epoch {epoch + 1}/{options.epochs} loss {total / steps:.3f} "
            f"train {100 * right / (steps * options.batch):.1f} % {seconds[-1]:.0f} s",
            file=sys.stderr,
            flush=True,
        )
    model.eval()
    right = 0
    with torch.inference_mode():
        for at in range(0, len(testing), options.batch):
            rows = testing[at : at + options.batch]
            x = torch.from_numpy(np.stack([prepare(joints, None, 0) for _, _, joints in rows]))
            right += int((model(x).argmax(1) == torch.tensor([label for _, label, _ in rows])).sum())
    return {
        "model": options.model,
        "seed": seed,
        "parameters": sum(p.numel() for p in model.parameters()),
        "trainClips": len(training),
        "testClips": len(testing),
        "epochs": options.epochs,
        "stepsPerEpoch": steps,
        "loss": total / steps,
        "top1": right / len(testing),
        "secondsPerEpoch": statistics.median(seconds),
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder")
    parser.add_argument("--model", choices=("ctrgcn", "hglnet"), default="ctrgcn")
    parser.add_argument("--widths", type=lambda s: [int(w) for w in s.split(",")], help="hglnet only")
    parser.add_argument("--strides", type=lambda s: [int(w) for w in s.split(",")], help="hglnet only")
    parser.add_argument("--train-views", type=int, nargs="+", default=[1])
    parser.add_argument("--test-views", type=int, nargs="+", default=[2])
    parser.add_argument("--seeds", type=int, nargs="+", default=[1])
    parser.add_argument("--epochs", type=int, default=65)
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--lr", type=float, default=0.1)
    parser.add_argument("--momentum", type=float, default=0.9)
    parser.add_argument("--weight-decay", type=float, default=1e-4)
    parser.add_argument("--warmup", type=int, default=5)
    parser.add_argument("--milestones", type=int, nargs="*", default=[50])
    parser.add_argument("--decay", type=float, default=0.1)
    parser.add_argument("--label-smoothing", type=float, default=0.1)
    parser.add_argument("--rotation", type=int, default=60, help="largest view angle in degrees")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    options = parser.parse_args()
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[name] = str(options.threads)
    import torch

    torch.set_num_threads(options.threads)
    clips = read_clips(options.folder)
    results = []
    for seed in options.seeds:
        results.append(train(clips, seed, options))
        print(json.dumps(results[-1]), flush=True)
    accuracies = [result["top1"] for result in results]
    spread = statistics.stdev(accuracies) if len(accuracies) > 1 else None
    print(json.dumps({"model": options.model, "seeds": options.seeds, "mean": statistics.mean(accuracies), "std": spread, "options": vars(options)}))


if __name__ == "__main__":
    main()
