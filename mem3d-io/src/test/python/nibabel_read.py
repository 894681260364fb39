"""Prints what nibabel finds in each file named on standard input, one line of JSON a file.

file: its name; affine: the twelve numbers; shape; type; order; version; qform: its code;
qformError: how far it is from the affine; data: SHA-256 of the voxels as little-endian float32, x fastest.
"""

import hashlib
import json
import sys

import nibabel
import numpy

for line in sys.stdin:
    image = nibabel.load(line.strip())
    data = numpy.asanyarray(image.dataobj)
    floats = data.astype(numpy.float64).astype("<f4")
    qform, code = image.get_qform(coded=True)
    print(json.dumps({
        "file": line.strip(),
        "affine": [float(n) for n in image.affine[:3].ravel()],
        "shape": list(image.shape),
        "type": image.get_data_dtype().newbyteorder("=").name,
        "order": image.header.endianness,
        "version": 2 if image.header["sizeof_hdr"] == 540 else 1,
        "qform": int(code),
        "qformError": float(abs(qform - image.affine).max()) if code else 0.0,
        "data": hashlib.sha256(floats.tobytes(order="F")).hexdigest(),
    }))
