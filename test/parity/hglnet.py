"""PyTorch twin of HGLNet: the same mathematics and parameter names as src/model, written as one would write it in PyTorch.

Input x [N, 3, T, V, M]; inside, maps are [B, C, T, V] with B = N*M. Weights of 1x1 maps are stored [out, in].
`HGLNet.state_dict()` has exactly the product's parameter names, plus `.mean` / `.variance` for batch-norm statistics.
"""

import math

import torch
import torch.nn as nn
import torch.nn.functional as F

from skeletons import SKELETONS, bone_graphs, hierarchy_graphs

SUBSETS = 3
GROUPS = 4
HEADS = 4
BRANCHES = 4


class Norm(nn.Module):
    """Batch norm over axis 1 (eps 1e-5, momentum .1); the running variance is the unbiased one, as in PyTorch."""

    def __init__(self, features, weight=1.0, deviation=0.0):
        super().__init__()
        self.weight = nn.Parameter(torch.full((features,), weight) + deviation * torch.randn(features))
        self.bias = nn.Parameter(torch.zeros(features))
        self.register_buffer("mean", torch.zeros(features))
        self.register_buffer("variance", torch.ones(features))

    def forward(self, x):
        return F.batch_norm(x, self.mean, self.variance, self.weight, self.bias, self.training, 0.1, 1e-5)


def pointwise(x, weight, bias, stride=1, groups=1):
    """1x1 convolution of [B, Ci, T, V] by [Co, Ci / groups], strided in time."""
    return F.conv2d(x, weight[:, :, None, None], bias, (stride, 1), groups=groups)


class Map(nn.Module):
    """1x1 convolution on [B, Ci, T, V], optionally strided in time; `fan` is the Kaiming fan_out of one logical map."""

    def __init__(self, ci, co, fan=None):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(co, ci) * math.sqrt(2 / (fan or co)))
        self.bias = nn.Parameter(torch.zeros(co))

    def forward(self, x, stride=1):
        return pointwise(x, self.weight, self.bias, stride)


class MapNorm(Map):
    """1x1 convolution and its batch norm: the residual branches."""

    def __init__(self, ci, co):
        super().__init__(ci, co)
        self.norm = Norm(co)

    def forward(self, x, stride=1):
        return self.norm(super().forward(x, stride))


class TemporalConvolution(nn.Module):
    """k x 1 convolution with padding that keeps T at stride 1."""

    def __init__(self, channels, kernel, dilation):
        super().__init__()
        self.dilation = dilation
        self.weight = nn.Parameter(torch.randn(channels, channels, kernel) * math.sqrt(2 / (channels * kernel)))
        self.bias = nn.Parameter(torch.zeros(channels))

    def forward(self, x, stride):
        padding = (self.weight.shape[2] - 1) // 2 * self.dilation
        return F.conv2d(x, self.weight[..., None], self.bias, (stride, 1), (padding, 0), (self.dilation, 1))


class Stem(nn.Module):
    """(E1) Joint embedding, learned joint position, batch norm over (m, v, c)."""

    def __init__(self, width, joints, bodies):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(width, 3) * math.sqrt(2 / width))
        self.bias = nn.Parameter(torch.zeros(width))
        self.position = nn.Parameter(torch.randn(joints, width))
        self.norm = Norm(bodies * joints * width)

    def forward(self, x):
        n, _, t, v, m = x.shape
        x = F.linear(x.permute(0, 4, 3, 2, 1), self.weight, self.bias) + self.position[:, None]  # [N, M, V, T, C]
        x = x.transpose(3, 4).reshape(n, -1, t)
        return self.norm(x).view(n, m, v, -1, t).permute(0, 1, 3, 4, 2).reshape(n * m, -1, t, v)


class FeaturePreprocessing(nn.Module):
    """(E2, E3) Values U_k and the time-averaged queries p_k and keys q_k of the three subsets."""

    def __init__(self, ci, co):
        super().__init__()
        r = ci // 8
        self.value = Map(ci, co * SUBSETS, co)
        self.query = Map(ci, r * SUBSETS, r)
        self.key = Map(ci, r * SUBSETS, r)

    def forward(self, x):
        b, _, t, v = x.shape
        mean = x.mean(2, keepdim=True)  # a linear map and the mean commute: project the mean, T times less work
        p = self.query(mean).view(b, SUBSETS, -1, v)
        q = self.key(mean).view(b, SUBSETS, -1, v)
        return self.value(x).view(b, -1, SUBSETS, t, v), p, q


class GlobalSpatial(nn.Module):
    """GSM (E4 to E7): A_k = S_k + a_k D_k + b_k Q_k, row u gathers from column v."""

    def __init__(self, ci, co, prior):
        super().__init__()
        r = ci // 8
        self.topology = nn.Parameter(prior.clone())
        self.dynamic = nn.Module()
        self.dynamic.weight = nn.Parameter(torch.randn(SUBSETS, co, r) * math.sqrt(2 / co))
        self.dynamic.bias = nn.Parameter(torch.zeros(SUBSETS, co))
        self.dynamicGate = nn.Parameter(torch.zeros(SUBSETS))
        self.attentionGate = nn.Parameter(torch.zeros(SUBSETS))
        self.norm = Norm(co, 1e-6)

    def forward(self, u, p, q):
        b, co, _, t, v = u.shape
        r = p.shape[2]
        difference = torch.tanh(p[..., :, None] - q[..., None, :])  # [B, 3, r, V, V]
        # One grouped 1x1 convolution for the three W^D_k; a_k goes into its weight and bias.
        weight = (self.dynamicGate[:, None, None] * self.dynamic.weight).view(SUBSETS * co, r)
        bias = (self.dynamicGate[:, None] * self.dynamic.bias).view(-1)
        dynamic = pointwise(difference.view(b, SUBSETS * r, v, v), weight, bias, groups=SUBSETS)
        attention = torch.softmax(p.transpose(2, 3) @ q / math.sqrt(r), 3)  # [B, 3, V, V]
        shared = self.topology + self.attentionGate[:, None, None] * attention
        composite = shared[:, :, None] + dynamic.view(b, SUBSETS, co, v, v)
        # sum_k sum_v is one sum over 3V: [T, 3V] x [3V, V] per clip and channel.
        left = u.transpose(2, 3).reshape(b, co, t, SUBSETS * v)
        return self.norm(left @ composite.permute(0, 2, 1, 4, 3).reshape(b, co, SUBSETS * v, v))


class LocalSpatial(nn.Module):
    """LSE (E8): edge-weighted gathers along the bones, then grouped 1x1 maps summed over the three gathers."""

    def __init__(self, ci, co, bones):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(co, ci // GROUPS, SUBSETS) * math.sqrt(2 / co))
        self.bias = nn.Parameter(torch.zeros(SUBSETS, co))
        self.support = bones.nonzero(as_tuple=True)  # sorted by j, u, v
        self.register_buffer("bones", bones, persistent=False)
        self.edges = nn.Parameter(torch.ones(len(self.support[0])))
        self.norm = Norm(co, 1e-6)

    def forward(self, x):
        b, ci, t, v = x.shape
        graph = torch.zeros_like(self.bones).index_put(self.support, self.edges) * self.bones
        gathered = torch.stack([x @ graph[j].t() for j in range(SUBSETS)], 2)  # channel order ci*3 + j, as the weight's
        weight = self.weight.view(len(self.weight), -1)
        return self.norm(pointwise(gathered.view(b, ci * SUBSETS, t, v), weight, self.bias.sum(0), groups=GROUPS))


class CompositeSpatial(nn.Module):
    """R(X) of E9 where the width changes."""

    def __init__(self, ci, co):
        super().__init__()
        self.residual = MapNorm(ci, co) if ci != co else None

    def forward(self, x):
        return x if self.residual is None else self.residual(x)


class GlobalTemporal(nn.Module):
    """GTA (E10 to E12): one T/s x T map per body and head from joint-averaged features; values keep every joint."""

    def __init__(self, channels, frames):
        super().__init__()
        d = channels // 4
        self.layerNorm = nn.LayerNorm(channels, eps=1e-5)
        self.query = Map(channels, d)
        self.key = Map(channels, d)
        self.value = Map(channels, d)
        self.out = Map(d, channels)
        self.positionBias = nn.Parameter(torch.zeros(HEADS, 2 * frames - 1))
        self.norm = Norm(channels, 1e-6)

    def forward(self, y, stride):
        b, _, t, v = y.shape
        z = self.layerNorm(y.mean(3).transpose(1, 2))  # [B, T, C]
        q = F.linear(z[:, ::stride], self.query.weight, self.query.bias)
        k = F.linear(z, self.key.weight, self.key.bias)
        steps, d = q.shape[1:]
        q = q.view(b, steps, HEADS, -1).transpose(1, 2)
        k = k.view(b, t, HEADS, -1).permute(0, 2, 3, 1)
        lag = torch.arange(0, t, stride)[:, None] - torch.arange(t) + t - 1
        attention = torch.softmax(q @ k / math.sqrt(d / HEADS) + self.positionBias[:, lag], 3)  # [B, h, T/s, T]
        value = self.value(y).view(b, HEADS, d // HEADS, t, v)
        return self.norm(self.out(torch.einsum("bhst,bhdtv->bhdsv", attention, value).reshape(b, d, steps, v)))


class LocalTemporal(nn.Module):
    """LTC (E13): conv5, dilated conv5, max-pool3 and plain branches of C/4 channels, each behind its own 1x1 and batch norm."""

    def __init__(self, channels):
        super().__init__()
        b = channels // BRANCHES
        self.reduce = Map(channels, channels, b)
        self.reduceNorm = Norm(channels, 1.0, 0.02)
        self.conv1 = TemporalConvolution(b, 5, 1)
        self.conv2 = TemporalConvolution(b, 5, 2)
        self.norm = Norm(3 * b, 1.0, 0.02)

    def _norm(self, x, module, start, stop):
        statistics = module.mean[start:stop], module.variance[start:stop]
        return F.batch_norm(x, *statistics, module.weight[start:stop], module.bias[start:stop], self.training, 0.1, 1e-5)

    def forward(self, y, stride):
        b = len(self.norm.weight) // 3
        w, c = self.reduce.weight, self.reduce.bias
        temporal = F.relu(self._norm(pointwise(y, w[: 3 * b], c[: 3 * b]), self.reduceNorm, 0, 3 * b), inplace=True)
        plain = self._norm(pointwise(y, w[3 * b :], c[3 * b :], stride), self.reduceNorm, 3 * b, 4 * b)
        first, second, pooled = temporal.split(b, 1)
        pooled = F.max_pool2d(pooled, (3, 1), (stride, 1), (1, 0))
        temporal = self.norm(torch.cat([self.conv1(first, stride), self.conv2(second, stride), pooled], 1))
        return torch.cat([temporal, plain], 1)


class Block(nn.Module):
    """CTS then DHT: Y = ReLU(BN(G) + BN(L) + R(X)); X_out = ReLU(LTC(Y) + GTA(Y) + R_t(X))."""

    def __init__(self, ci, co, stride, frames, prior, bones):
        super().__init__()
        self.stride = stride
        self.fpb = FeaturePreprocessing(ci, co)
        self.gsm = GlobalSpatial(ci, co, prior)
        self.lse = LocalSpatial(ci, co, bones)
        self.cts = CompositeSpatial(ci, co)
        self.gta = GlobalTemporal(co, frames)
        self.ltc = LocalTemporal(co)
        self.residual = MapNorm(ci, co) if ci != co or stride != 1 else None

    def forward(self, x):
        y = F.relu(self.gsm(*self.fpb(x)) + self.lse(x) + self.cts(x), inplace=True)
        skip = x if self.residual is None else self.residual(x, self.stride)
        return F.relu(self.ltc(y, self.stride) + self.gta(y, self.stride) + skip, inplace=True)


class HGLNet(nn.Module):
    def __init__(self, layout="ntu25", classes=60, frames=None, widths=None, strides=None, dtype=torch.float32):
        super().__init__()
        skeleton = SKELETONS[layout]
        widths = widths or [64] * 3 + [128] * 3 + [256] * 3
        strides = strides or [1, 1, 1, 2, 1, 1, 2, 1, 1]
        t = frames or skeleton.frames
        prior = torch.tensor(hierarchy_graphs(skeleton), dtype=dtype)
        bones = torch.tensor(bone_graphs(skeleton), dtype=dtype)
        self.stem = Stem(widths[0], skeleton.joints, skeleton.bodies)
        self.blocks = nn.ModuleDict()  # keys count from 1
        for i, (ci, co, stride) in enumerate(zip([widths[0], *widths], widths, strides), 1):
            self.blocks[str(i)] = Block(ci, co, stride, t, prior, bones)
            t = -(-t // stride)
        self.head = nn.Linear(widths[-1], classes)
        nn.init.normal_(self.head.weight, 0, math.sqrt(2 / classes))
        nn.init.zeros_(self.head.bias)
        self.to(dtype)

    def forward(self, x):
        n = len(x)
        x = self.stem(x)
        for block in self.blocks.values():
            x = block(x)
        return self.head(x.view(n, -1, *x.shape[1:]).mean((1, 3, 4)))



def parameter_count(model):
    return sum(p.numel() for p in model.parameters())


if __name__ == "__main__":
    for layout, classes in (("ntu25", 60), ("ntu25", 120), ("ucla20", 10)):
        print(layout, classes, parameter_count(HGLNet(layout, classes)))
