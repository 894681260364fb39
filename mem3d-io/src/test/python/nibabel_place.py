"""Prints where nibabel believes the voxels of each file named in a list to lie.

One line of JSON a file: the affine that counts, both forms with their codes, spacing, units, shape and
version; or the error.
"""

import json
import logging
import sys

import nibabel

logging.getLogger("nibabel.global").setLevel(logging.CRITICAL)


def rows(affine):
    return None if affine is None else [repr(float(n)) for n in affine.ravel()]


for line in open(sys.argv[1]):
    try:
        image = nibabel.load(line.strip())
        header = image.header
        qform, qcode = image.get_qform(coded=True)
        sform, scode = image.get_sform(coded=True)
        print(json.dumps({
            "affine": rows(image.affine),
            "qform": rows(qform),
            "sform": rows(sform),
            "codes": [int(qcode), int(scode)],
            "zooms": [repr(float(n)) for n in header.get_zooms()],
            "units": header.get_xyzt_units(),
            "axes": header.get_dim_info(),
            "shape": image.shape,
            "version": int(header["sizeof_hdr"]),
        }))
    except Exception as e:
        print(json.dumps({"error": str(e)}))
