"""Writes stacks of 3 pictures of 4x5 pixels that count up into the folder named, and prints their names."""

import pathlib
import sys

import numpy
import tifffile

folder = pathlib.Path(sys.argv[1])
voxels = numpy.arange(60).reshape(3, 4, 5)
for name in ("uint8", "uint16", "float32", "int16"):
    data = (voxels - 30 if name == "int16" else voxels).astype(name)
    for order in "<>":
        file = f"{name}-{'le' if order == '<' else 'be'}.tif"
        tifffile.imwrite(folder / file, data, byteorder=order, photometric="minisblack")
        print(file)
    if name != "int16":
        file = f"{name}-imagej.tif"
        tifffile.imwrite(
            folder / file, data, imagej=True, resolution=(2, 2), metadata={"spacing": 3, "unit": "mm", "axes": "ZYX"})
        print(file)
    file = f"{name}-deflated.tif"
    try:
        tifffile.imwrite(folder / file, data, compression="zlib", photometric="minisblack")
        print(file)
    except Exception as e:
        print(f"{file}: {e}", file=sys.stderr)
