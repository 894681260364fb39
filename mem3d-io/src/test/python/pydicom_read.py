"""Prints what pydicom (with GDCM) finds in each DICOM file named on standard input, one line of JSON a file.

file: its name; syntax: its transfer syntax; shape: frames, rows, columns; data: SHA-256 of the scaled voxels as
little-endian float32, x fastest; error: why it has no picture of single grey values, in place of shape and data.
"""

import hashlib
import json
import sys
import warnings

import numpy
import pydicom

warnings.simplefilter("ignore")
for line in sys.stdin:
    name = line.strip()
    found = {"file": name}
    try:
        image = pydicom.dcmread(name, force=True)
        found["syntax"] = str(getattr(image.file_meta, "TransferSyntaxUID", "none"))
        if "PixelData" not in image:
            raise ValueError("no pixels")
        if image.get("SamplesPerPixel", 1) != 1:
            raise ValueError("colours")
        voxels = image.pixel_array
        slope = float(image.get("RescaleSlope", 1) or 1)
        intercept = float(image.get("RescaleIntercept", 0) or 0)
        scaled = voxels.astype(numpy.float64) * slope + intercept
        found["shape"] = list(voxels.shape)
        found["data"] = hashlib.sha256(scaled.astype("<f4").tobytes()).hexdigest()
    except Exception as e:
        found["error"] = type(e).__name__ + ": " + str(e).replace('"', "'").split("\n")[0][:60]
    print(json.dumps(found))
