"""CTR-GCN (Chen et al., ICCV 2021) in PyTorch, after the structure of its released code; 1,446,672 parameters for NTU RGB+D 60.

Input x [N, 3, T, V, M] -> logits [N, classes].
"""

import math

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

from skeletons import SKELETONS


def spatial_graph(skeleton):
    """A [3, V, V]: self, inward (a parent gathers its children), outward (a child gathers its parent), column-normalised."""
    v = skeleton.joints
    graph = np.zeros((3, v, v))
    graph[0] = np.eye(v)
    for child, parent in enumerate(skeleton.parents):
        if parent >= 0:
            graph[1, parent, child] = 1
            graph[2, child, parent] = 1
    sums = graph.sum(1, keepdims=True)
    return torch.tensor(graph / np.where(sums == 0, 1, sums), dtype=torch.float32)


def convolution(ci, co, kernel=1, stride=1, dilation=1):
    layer = nn.Conv2d(ci, co, (kernel, 1), (stride, 1), ((kernel - 1) * dilation // 2, 0), (dilation, 1))
    nn.init.kaiming_normal_(layer.weight, mode="fan_out")
    nn.init.zeros_(layer.bias)
    return layer


def batch_norm(channels, weight=1.0):
    layer = nn.BatchNorm2d(channels)
    nn.init.constant_(layer.weight, weight)
    return layer


class ChannelwiseTopology(nn.Module):
    """One subset: U (A + alpha W tanh(p - q)) with p and q averaged over time."""

    def __init__(self, ci, co):
        super().__init__()
        r = 8 if ci in (3, 9) else ci // 8
        self.query, self.key, self.value, self.up = convolution(ci, r), convolution(ci, r), convolution(ci, co), convolution(r, co)

    def forward(self, x, graph, alpha):
        mean = x.mean(2, keepdim=True)
        p, q = self.query(mean).squeeze(2), self.key(mean).squeeze(2)
        topology = self.up(torch.tanh(p.unsqueeze(3) - q.unsqueeze(2))) * alpha + graph
        return self.value(x) @ topology.transpose(2, 3)


class GraphConvolution(nn.Module):
    def __init__(self, ci, co, graph):
        super().__init__()
        self.subsets = nn.ModuleList(ChannelwiseTopology(ci, co) for _ in range(len(graph)))
        self.graph = nn.Parameter(graph.clone())
        self.alpha = nn.Parameter(torch.zeros(1))
        self.norm = batch_norm(co, 1e-6)
        self.residual = nn.Identity() if ci == co else nn.Sequential(convolution(ci, co), batch_norm(co))

    def forward(self, x):
        y = sum(subset(x, self.graph[k], self.alpha) for k, subset in enumerate(self.subsets))
        return F.relu(self.norm(y) + self.residual(x), inplace=True)


class MultiScaleTemporal(nn.Module):
    """Four branches of a quarter width: conv5 with dilation 1 and 2, max-pool 3, plain."""

    def __init__(self, channels, stride):
        super().__init__()
        b = channels // 4

        def reduced():
            return [convolution(channels, b), batch_norm(b), nn.ReLU(inplace=True)]

        self.branches = nn.ModuleList(
            [nn.Sequential(*reduced(), convolution(b, b, 5, stride, dilation), batch_norm(b)) for dilation in (1, 2)]
            + [
                nn.Sequential(*reduced(), nn.MaxPool2d((3, 1), (stride, 1), (1, 0)), batch_norm(b)),
                nn.Sequential(convolution(channels, b, 1, stride), batch_norm(b)),
            ]
        )
        for layer in self.modules():
            if isinstance(layer, nn.BatchNorm2d):
                nn.init.normal_(layer.weight, 1, 0.02)

    def forward(self, x):
        return torch.cat([branch(x) for branch in self.branches], 1)


class Block(nn.Module):
    def __init__(self, ci, co, graph, stride=1, residual=True):
        super().__init__()
        self.spatial = GraphConvolution(ci, co, graph)
        self.temporal = MultiScaleTemporal(co, stride)
        self.skips = residual
        same = ci == co and stride == 1
        self.residual = nn.Identity() if same or not residual else nn.Sequential(convolution(ci, co, 1, stride), batch_norm(co))

    def forward(self, x):
        y = self.temporal(self.spatial(x))
        return F.relu(y + self.residual(x) if self.skips else y, inplace=True)


class CTRGCN(nn.Module):
    def __init__(self, layout="ntu25", classes=60):
        super().__init__()
        skeleton = SKELETONS[layout]
        graph = spatial_graph(skeleton)
        self.norm = nn.BatchNorm1d(skeleton.bodies * 3 * skeleton.joints)
        widths = [64] * 4 + [128] * 3 + [256] * 3
        self.blocks = nn.Sequential(
            *(
                Block(ci, co, graph, stride=2 if i in (4, 7) else 1, residual=i > 0)
                for i, (ci, co) in enumerate(zip([3, *widths], widths))
            )
        )
        self.head = nn.Linear(widths[-1], classes)
        nn.init.normal_(self.head.weight, 0, math.sqrt(2 / classes))

    def forward(self, x):
        n, c, t, v, m = x.shape
        x = self.norm(x.permute(0, 4, 3, 1, 2).reshape(n, m * v * c, t))
        x = x.view(n, m, v, c, t).permute(0, 1, 3, 4, 2).reshape(n * m, c, t, v)
        x = self.blocks(x)
        return self.head(x.view(n, m, x.shape[1], -1).mean((1, 3)))


if __name__ == "__main__":
    for layout, classes in (("ntu25", 60), ("ntu25", 120), ("ucla20", 10)):
        print(layout, classes, sum(p.numel() for p in CTRGCN(layout, classes).parameters()))
