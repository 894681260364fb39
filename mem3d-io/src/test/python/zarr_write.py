"""Writes arrays of Zarr 2 with what python3-zarr packs them by, into the folder that is named.

Prints one line of JSON for each: file, type, data: SHA-256 of the voxels as little-endian float32, x fastest.
"""

import hashlib
import json
import os
import sys

import numcodecs
import numpy
import zarr

folder = sys.argv[1]
packings = {
    "none": None,
    "zlib": numcodecs.Zlib(3),
    "gzip": numcodecs.GZip(3),
    "zstd": numcodecs.Zstd(3),
    "lz4": numcodecs.LZ4(),
}
for name in ["lz4", "lz4hc", "zlib", "zstd", "snappy"]:
    for shuffle in [0, 1, 2]:
        if name in numcodecs.blosc.list_compressors():
            packings[f"blosc-{name}-{shuffle}"] = numcodecs.Blosc(name, 5, shuffle)
rng = numpy.random.default_rng(3)
count = 0
for kind in ["u1", "i1", "u2", "i2", "u4", "i4", "u8", "i8", "f2", "f4", "f8", "b1"]:
    smooth = numpy.cumsum(rng.integers(0, 3, (33, 65, 70)), axis=2) % 200
    if kind == "b1":
        smooth = smooth > 100
    for endian in ["<", ">"]:
        if kind in ["u1", "i1", "b1"] and endian == ">":
            continue
        for packing, codec in packings.items():
            order = "F" if count % 3 == 0 else "C"
            separator = "./"[count % 2]
            path = os.path.join(folder, f"{kind}{'be' if endian == '>' else 'le'}-{packing}")
            dtype = ("|" if kind in ["u1", "i1", "b1"] else endian) + kind
            values = smooth.astype(dtype)
            array = zarr.open_array(
                store=zarr.NestedDirectoryStore(path) if separator == "/" else zarr.DirectoryStore(path),
                mode="w",
                shape=values.shape,
                chunks=(16, 32, 64),
                dtype=dtype,
                compressor=codec,
                order=order,
                dimension_separator=separator,
            )
            array[:] = values
            count += 1
            data = hashlib.sha256(values.astype("<f4").tobytes()).hexdigest()
            print(json.dumps({"file": path, "type": kind, "data": data}))
