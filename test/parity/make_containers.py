"""Makes the committed files of other programs that test/unit/model/data reads: `python3 make_containers.py`, NumPy alone, a second.

Every array is a ramp, (i % 251) / 8 - 10 for its i-th number in memory order: exact in half precision, and known to the tests without a file.
PyTorch is not needed: its archives are a pickle that names its classes, which stand in here under its names, and the storages' bytes.
"""

import io
import pathlib
import pickle
import sys
import types
import zipfile
from collections import OrderedDict

import numpy as np

FOLDER = pathlib.Path(__file__).parent / "fixtures" / "containers"
DATE = (2020, 1, 1, 0, 0, 0)


def ramp(shape, dtype="<f4"):
    count = int(np.prod(shape))
    return ((np.arange(count) % 251) / 8 - 10).astype(dtype).reshape(shape)


def npy(array, version=None):
    out = io.BytesIO()
    np.lib.format.write_array(out, array, version=version)
    return out.getvalue()


def archive(path, entries, method=zipfile.ZIP_STORED):
    with zipfile.ZipFile(path, "w", method) as out:
        for name, data in entries.items():
            info = zipfile.ZipInfo(name, DATE)
            info.compress_type = method
            # As numpy.savez does, which cannot know how long an array becomes.
            with out.open(info, "w", force_zip64=True) as entry:
                entry.write(data)


def arrays():
    whole = np.arange(24).reshape(2, 3, 4)
    return {
        "half.npy": npy(ramp((2, 3, 4), "<f2")),
        "single.npy": npy(ramp((2, 3, 4))),
        "double.npy": npy(ramp((2, 3, 4), "<f8")),
        "bigEndian.npy": npy(ramp((2, 3, 4), ">f4")),
        "fortran.npy": npy(np.asfortranarray(ramp((2, 3, 4), "<f8"))),
        **{f"{kind}{size}.npy": npy((whole - (12 if kind == "i" else 0)).astype(f"<{kind}{size}")) for kind in "iu" for size in (1, 2, 4, 8)},
        "bool.npy": npy(whole % 3 == 0),
        "version2.npy": npy(ramp((2, 3, 4)), (2, 0)),
        "version3.npy": npy(ramp((2, 3, 4)), (3, 0)),
        "scalar.npy": npy(np.float32(1.5)),
        "empty.npy": npy(np.zeros((0, 3), "<f4")),
        "object.npy": npy(np.array([{}], dtype=object)),
        "text.npy": npy(np.array(["a"])),
    }


def ctr_gcn(classes, train, test):
    """Clips of 5 frames: all of both bodies, one body, a padded one; of the test side one whose second body repeats the first."""
    x = ramp((train, 5, 150))
    x[1, :, 75:] = 0
    x[2, 3:] = 0
    y = np.zeros((train, classes))
    y[np.arange(train), np.arange(train) % classes] = 1
    x_test = ramp((test, 5, 150))
    x_test[0, :, 75:] = x_test[0, :, :75]
    y_test = np.zeros((test, classes))
    y_test[:, classes - 1] = 1
    return {"x_train.npy": npy(x), "y_train.npy": npy(y), "x_test.npy": npy(x_test), "y_test.npy": npy(y_test)}


def pyskl_3d():
    names = ["S001C001P001R001A001", "S001C002P003R001A002", "S002C003P008R002A060"]
    return {
        "split": {"xsub_train": names[:2], "xsub_val": names[2:], "xview_train": names[1:], "xview_val": names[:1]},
        "annotations": [
            # The last is long enough for readers that leave long texts where they lie.
            {"frame_dir": name, "label": label, "total_frames": frames, "keypoint": ramp((2, frames, 25, 3), "<f2")}
            for name, label, frames in zip(names, (0, 1, 59), (4, 4, 20))
        ],
    }


def pyskl_2d(frame_dir, label, score):
    keypoint = (ramp((1, 3, 17, 2), "<f4") + 10) * 4
    return {
        "frame_dir": frame_dir,
        "label": label,
        "img_shape": (100, 200),
        "original_shape": (100, 200),
        "total_frames": 3,
        "keypoint": keypoint.astype("<f2"),
        "keypoint_score": score.astype("<f2"),
    }


def kinetics():
    """Frames 2 and 5 of the first video, two skeletons in frame 5, the second of them surer; the second video has one skeleton."""
    first = np.zeros((3, 17, 3), "<f2")
    first[:, :, 0] = 50
    first[:, :, 1] = 25
    first[:, :, 2] = np.array([0.5, 0.25, 0.75])[:, None]
    shared = {"img_shape": (100, 200), "original_shape": (100, 200), "total_frames": 9, "raw_file": "data/k400/kpfiles/part0.pkl"}
    contents = [
        {"frame_dir": "video1", "label": 3, "frame_inds": np.array([2, 5, 5]), "box_score": np.array([0.9, 0.8, 0.9]), "valid": {0.5: 2}, **shared},
        {"frame_dir": "video2", "label": 1, "frame_inds": np.array([0]), "box_score": np.array([0.9]), "valid": {0.5: 1}, **shared},
    ]
    table = {"split": {"train": ["video1"], "val": ["video2"]}, "annotations": contents}
    return table, {"video1": {"keypoint": first}, "video2": {"keypoint": first[:1]}}


def stand_in_torch():
    """Modules by PyTorch's names, whose tensors pickle as torch.save writes them."""
    torch, utils = types.ModuleType("torch"), types.ModuleType("torch._utils")

    def function(name):
        def stand_in(*_):
            raise NotImplementedError

        stand_in.__module__, stand_in.__qualname__, stand_in.__name__ = "torch._utils", name, name
        setattr(utils, name, stand_in)

    for name in ("_rebuild_tensor_v2", "_rebuild_parameter"):
        function(name)
    for name in ("FloatStorage", "LongStorage", "HalfStorage", "BFloat16Storage"):
        setattr(torch, name, type(name, (), {"__module__": "torch"}))
    torch._utils = utils
    sys.modules["torch"], sys.modules["torch._utils"] = torch, utils
    return torch


class Storage:
    def __init__(self, kind, key, data):
        self.kind, self.key, self.data = kind, key, data


class Tensor:
    def __init__(self, storage, offset, shape, strides, parameter=False):
        self.args = (storage, offset, shape, strides, False, OrderedDict())
        self.parameter = parameter

    def __reduce__(self):
        utils = sys.modules["torch._utils"]
        if self.parameter:
            return utils._rebuild_parameter, (Tensor(*self.args[:4]), True, OrderedDict())
        return utils._rebuild_tensor_v2, self.args


class Versioned(OrderedDict):
    """A state dict, on which PyTorch hangs its modules' versions."""

    def __reduce__(self):
        return OrderedDict, (), {"_metadata": OrderedDict({"": {"version": 1}})}, None, iter(self.items())


def checkpoint(value, storages):
    out = io.BytesIO()
    pickler = pickle.Pickler(out, 2)
    torch = sys.modules["torch"]

    def persistent_id(thing):
        if isinstance(thing, Storage):
            return ("storage", getattr(torch, thing.kind), thing.key, "cpu", len(thing.data))
        return None

    pickler.persistent_id = persistent_id
    pickler.dump(value)
    entries = {"weights/data.pkl": out.getvalue(), "weights/byteorder": b"little", "weights/version": b"3\n"}
    return {**entries, **{f"weights/data/{s.key}": s.data.tobytes() for s in storages}}


def checkpoints():
    stand_in_torch()
    floats, counts = Storage("FloatStorage", "0", ramp(12)), Storage("LongStorage", "1", np.array([7], "<i8"))
    half, upper = Storage("HalfStorage", "2", ramp(4, "<f2")), Storage("BFloat16Storage", "3", (ramp(4).view("<u4") >> 16).astype("<u2"))
    state = Versioned(
        {
            "l1.weight": Tensor(floats, 0, (2, 3), (3, 1), parameter=True),
            "l1.transposed": Tensor(floats, 6, (3, 2), (1, 3)),
            "bn.num_batches_tracked": Tensor(counts, 0, (), ()),
            "half": Tensor(half, 0, (4,), (1,)),
            "upper": Tensor(upper, 0, (4,), (1,)),
        }
    )
    return checkpoint({"epoch": 3, "state_dict": state}, [floats, counts, half, upper])


def scores():
    """Scores of three clips over four classes, in the forms that people save them in."""
    table = ramp((3, 4))
    names = ["test_0", "test_1", "test_2"]
    by_name = dict(zip(names, table))
    return {
        "ctrgcn.pkl": pickle.dumps(by_name),
        "ctrgcn2.pkl": pickle.dumps(by_name, 2),
        "ordered.pkl": pickle.dumps(OrderedDict(by_name), 4),
        "list.pkl": pickle.dumps(list(table), 4),
        "pairs.pkl": pickle.dumps([(name, list(map(float, row))) for name, row in zip(names, table)], 4),
        "table.pkl": pickle.dumps(table.astype("<f8"), 5),
        "table.npy": npy(table),
    }


def main():
    for name, data in scores().items():
        (FOLDER / "scores").mkdir(parents=True, exist_ok=True)
        (FOLDER / "scores" / name).write_bytes(data)
    archive(FOLDER / "scores" / "scores.npz", {"scores.npy": npy(ramp((3, 4))), "labels.npy": npy(np.array([2, 0, 1]))}, zipfile.ZIP_DEFLATED)
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / "kpfiles").mkdir(exist_ok=True)
    write = lambda name, data: (FOLDER / name).write_bytes(data)
    archive(FOLDER / "arrays.npz", arrays())
    archive(FOLDER / "NTU60_CS.npz", ctr_gcn(60, 3, 2))
    archive(FOLDER / "NTU120_CSet.npz", ctr_gcn(120, 4, 2), zipfile.ZIP_DEFLATED)
    for protocol in range(6):
        write(f"ntu_3d_protocol{protocol}.pkl", pickle.dumps(pyskl_3d(), protocol))
    # NumPy before its second version has the same parts under another name.
    old = pickle.dumps(pyskl_3d(), 2).replace(b"cnumpy._core.", b"cnumpy.core.")
    write("ntu_3d_numpy1.pkl", old)
    score = np.full((1, 3, 17), 0.5)
    score[0, 1, 4] = 0
    two = [pyskl_2d("clip1", np.int64(0), score), pyskl_2d("clip2", 1, score)]
    write("hrnet_2d.pkl", pickle.dumps({"split": {"train1": ["clip1"], "test1": ["clip2"]}, "annotations": two}, 4))
    write("list.pkl", pickle.dumps(two, 3))
    table, keypoints = kinetics()
    write("k400.pkl", pickle.dumps(table, 4))
    write("kpfiles/part0.pkl", pickle.dumps(keypoints, 4))
    archive(FOLDER / "checkpoint.pt", checkpoints())


if __name__ == "__main__":
    main()
