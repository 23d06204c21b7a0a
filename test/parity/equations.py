"""HGLNet a second time, straight from the equations (one einsum each, nothing shared with hglnet.py): the twin's own check."""

import math

import torch
import torch.nn.functional as F

from skeletons import SKELETONS, bone_graphs


def batch_norm(x, state, name, training):
    axes = [a for a in range(x.dim()) if a != 1]
    shape = [1, -1] + [1] * (x.dim() - 2)
    if training:
        mean, variance = x.mean(axes), x.var(axes, unbiased=False)
    else:
        mean, variance = state[name + ".mean"], state[name + ".variance"]
    scaled = (x - mean.view(shape)) / torch.sqrt(variance.view(shape) + 1e-5)
    return scaled * state[name + ".weight"].view(shape) + state[name + ".bias"].view(shape)


def logits(state, x, layout, widths, strides, training):
    """x [N, 3, T, V, M] -> [N, classes]."""
    skeleton = SKELETONS[layout]
    bones = torch.tensor(bone_graphs(skeleton), dtype=x.dtype)
    n, _, t, v, m = x.shape

    def bn(x, name):
        return batch_norm(x, state, name, training)

    def one_by_one(x, name):
        return torch.einsum("oc,bctv->botv", state[name + ".weight"], x) + state[name + ".bias"][:, None, None]

    # E1
    x = torch.einsum("oc,nctvm->nmvot", state["stem.weight"], x) + (state["stem.bias"] + state["stem.position"])[..., None]
    x = bn(x.reshape(n, m * v * widths[0], t), "stem.norm").reshape(n * m, v, widths[0], t).permute(0, 2, 3, 1)
    for i, (ci, co, stride) in enumerate(zip([widths[0], *widths], widths, strides), 1):
        at = f"blocks.{i}."
        b, _, t, _ = x.shape
        r = ci // 8
        # E2, E3
        u = one_by_one(x, at + "fpb.value").reshape(b, co, 3, t, v)
        p = one_by_one(x, at + "fpb.query").mean(2).reshape(b, 3, r, v)
        q = one_by_one(x, at + "fpb.key").mean(2).reshape(b, 3, r, v)
        # E4 to E7, subset by subset
        g = 0
        for k in range(3):
            difference = torch.tanh(p[:, k, :, :, None] - q[:, k, :, None, :])
            d = torch.einsum("or,bruv->bouv", state[at + "gsm.dynamic.weight"][k], difference)
            d = d + state[at + "gsm.dynamic.bias"][k][:, None, None]
            attention = torch.softmax(torch.einsum("bru,brv->buv", p[:, k], q[:, k]) / math.sqrt(r), 2)
            a = state[at + "gsm.topology"][k] + state[at + "gsm.dynamicGate"][k] * d
            a = a + state[at + "gsm.attentionGate"][k] * attention[:, None]
            g = g + torch.einsum("bcuv,bctv->bctu", a, u[:, :, k])
        # E8
        edges, used, local = state[at + "lse.edges"], 0, state[at + "lse.bias"].sum(0)[:, None, None]
        for j in range(3):
            support = bones[j] > 0
            count = int(support.sum())
            graph = torch.zeros_like(bones[j])
            graph[support] = bones[j][support] * edges[used : used + count]
            used += count
            gathered = torch.einsum("uv,bctv->bctu", graph, x).reshape(b, 4, ci // 4, t, v)
            weight = state[at + "lse.weight"][:, :, j].reshape(4, co // 4, ci // 4)
            local = local + torch.einsum("goc,bgctv->bgotv", weight, gathered).reshape(b, co, t, v)
        # E9
        skip = bn(one_by_one(x, at + "cts.residual"), at + "cts.residual.norm") if ci != co else x
        y = F.relu(bn(g, at + "gsm.norm") + bn(local, at + "lse.norm") + skip)
        # E10
        z = y.mean(3).transpose(1, 2)
        z = (z - z.mean(2, keepdim=True)) / torch.sqrt(z.var(2, unbiased=False, keepdim=True) + 1e-5)
        z = z * state[at + "gta.layerNorm.weight"] + state[at + "gta.layerNorm.bias"]
        query = z[:, ::stride] @ state[at + "gta.query.weight"].t() + state[at + "gta.query.bias"]
        key = z @ state[at + "gta.key.weight"].t() + state[at + "gta.key.bias"]
        value = one_by_one(y, at + "gta.value")
        # E11, E12, head by head and query by query
        width = co // 16
        heads = []
        for h in range(4):
            own = slice(h * width, (h + 1) * width)
            rows = []
            for row, time in enumerate(range(0, t, stride)):
                bias = torch.stack([state[at + "gta.positionBias"][h, time - other + t - 1] for other in range(t)])
                score = torch.einsum("bd,bsd->bs", query[:, row, own], key[:, :, own]) / math.sqrt(width) + bias
                rows.append(torch.einsum("bs,bdsv->bdv", torch.softmax(score, 1), value[:, own]))
            heads.append(torch.stack(rows, 2))
        gta = bn(one_by_one(torch.cat(heads, 1), at + "gta.out"), at + "gta.norm")
        # E13, branch by branch
        quarter = co // 4
        branches = []
        for j in range(4):
            rows = slice(j * quarter, (j + 1) * quarter)
            branch = torch.einsum("oc,bctv->botv", state[at + "ltc.reduce.weight"][rows], y)
            branch = branch + state[at + "ltc.reduce.bias"][rows][:, None, None]
            if j == 3:
                branch = branch[:, :, ::stride]
            part = {f"r.{s}": state[f"{at}ltc.reduceNorm.{s}"][rows] for s in ("weight", "bias", "mean", "variance")}
            branch = batch_norm(branch, part, "r", training)
            if j < 3:
                branch = F.relu(branch)
                steps = range(0, t, stride)
                if j < 2:
                    dilation = j + 1
                    w, c = state[f"{at}ltc.conv{j + 1}.weight"], state[f"{at}ltc.conv{j + 1}.bias"]
                    padded = F.pad(branch, (0, 0, 2 * dilation, 2 * dilation))
                    branch = torch.stack(
                        [sum(torch.einsum("oc,bcv->bov", w[:, :, tap], padded[:, :, s + tap * dilation]) for tap in range(5)) for s in steps], 2
                    )
                    branch = branch + c[:, None, None]
                else:
                    branch = torch.stack([branch[:, :, max(0, s - 1) : s + 2].amax(2) for s in steps], 2)
                part = {f"n.{s}": state[f"{at}ltc.norm.{s}"][rows] for s in ("weight", "bias", "mean", "variance")}
                branch = batch_norm(branch, part, "n", training)
            branches.append(branch)
        # E14
        if ci != co or stride != 1:
            x = bn(one_by_one(x[:, :, ::stride], at + "residual"), at + "residual.norm")
        x = F.relu(torch.cat(branches, 1) + gta + x)
    feature = x.mean((2, 3)).reshape(n, m, -1).mean(1)
    return feature @ state["head.weight"].t() + state["head.bias"]
