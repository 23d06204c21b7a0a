"""Times the PyTorch twin of HGLNet in float32: a training step (forward, backward, SGD-Nesterov update) or inference.

    python3 bench_torch.py --layout ntu25 --classes 60 --batch 16 --threads 2 --steps 5 --mode step
    python3 bench_torch.py ... --serve     # one JSON line when ready, then one step per line "go"; end of input ends it

The twin is as fast as we could write it in plain PyTorch. Timed on the whole network and within 5 % of each other: 1x1 maps
as `conv2d` (kept), as `baddbmm` and as `einsum`. Slower and left out: one product per subset for G (its slices cost zero-filled
gradients), CTR-GCN's einsum over whole A_k, projecting queries and keys before the time average, broadcast batched products.

Batched products go through the system BLAS. Debian's python3-torch comes with the reference BLAS, several times slower than
OpenBLAS here, so compare with `libopenblas0-pthread` installed; the BLAS in use is part of every result.

glibc gives every large map back to the system and gets it zeroed again; MALLOC_MMAP_MAX_=0 MALLOC_TRIM_THRESHOLD_=16000000000 in the
environment spares PyTorch about a quarter of a training step here. It is not the default anybody runs with, so it is not set; say so beside a ratio.
"""

import argparse
import json
import os
import re
import resource
import statistics
import sys
import time


def blas_library():
    """The BLAS that the dynamic loader mapped into this process, so that a reader can judge the comparison."""
    with open("/proc/self/maps") as maps:
        paths = {os.path.realpath(line.split()[-1]) for line in maps if re.search(r"/lib(open|cblas|blas|mkl)[^/]*\.so", line)}
    return ", ".join(sorted(os.path.basename(p) for p in paths if "blas" in p or "mkl" in p)) or "built in"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--layout", default="ntu25")
    parser.add_argument("--classes", type=int, default=60)
    parser.add_argument("--frames", type=int, default=0, help="0 is the layout's usual window")
    parser.add_argument("--widths", type=lambda s: [int(w) for w in s.split(",")])
    parser.add_argument("--strides", type=lambda s: [int(w) for w in s.split(",")])
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--steps", type=int, default=5)
    parser.add_argument("--warmup", type=int, default=1)
    parser.add_argument("--mode", choices=("step", "infer"), default="step")
    parser.add_argument("--model", choices=("hglnet", "ctrgcn"), default="hglnet")
    parser.add_argument("--serve", action="store_true")
    options = parser.parse_args()

    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[name] = str(options.threads)
    import torch
    import torch.nn.functional as F

    from hglnet import HGLNet, parameter_count
    from skeletons import SKELETONS

    torch.set_num_threads(options.threads)
    torch.manual_seed(1)
    skeleton = SKELETONS[options.layout]
    frames = options.frames or skeleton.frames
    if options.model == "hglnet":
        model = HGLNet(options.layout, options.classes, frames, options.widths, options.strides)
    else:
        from ctrgcn import CTRGCN

        model = CTRGCN(options.layout, options.classes)
    x = torch.randn(options.batch, 3, frames, skeleton.joints, skeleton.bodies)
    labels = torch.randint(options.classes, (options.batch,))
    optimizer = torch.optim.SGD(model.parameters(), 0.01, 0.9, weight_decay=5e-4, nesterov=True, foreach=True)

    def step():
        optimizer.zero_grad(set_to_none=True)
        loss = F.cross_entropy(model(x), labels, label_smoothing=0.1)
        loss.backward()
        optimizer.step()
        return float(loss)

    def infer():
        with torch.inference_mode():
            return float(model(x)[0, 0])

    model.train(options.mode == "step")
    run = step if options.mode == "step" else infer

    def timed():
        start, cpu = time.perf_counter(), time.process_time()
        run()
        return (time.perf_counter() - start) * 1e3, (time.process_time() - cpu) * 1e3

    for _ in range(options.warmup):
        run()
    about = {"parameters": parameter_count(model), "torch": torch.__version__, "blas": blas_library(), "threads": torch.get_num_threads()}

    def peak():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024  # Linux reports KiB

    if options.serve:
        print(json.dumps({"ready": about}), flush=True)
        for line in sys.stdin:
            if line.strip() != "go":
                break
            print(json.dumps({"ms": timed()[0], "peakBytes": peak()}), flush=True)
        return
    times, cpu = zip(*(timed() for _ in range(options.steps)))
    # With one thread, the processor's time is what a quiet machine would take; with more, waiting threads spin and count too.
    facts = {"mode": options.mode, "ms": times, "median": statistics.median(times), "cpuMs": cpu, "peakBytes": peak()}
    print(json.dumps({**about, **facts}))


if __name__ == "__main__":
    main()
