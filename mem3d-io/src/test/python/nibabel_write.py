"""Writes what nibabel can write of the NIfTI matrix into a folder, and says what it wrote.

Prints one line of JSON a file, as nibabel_read.py does.
"""

import pathlib
import subprocess
import sys

import make_fixtures
import nibabel

folder = pathlib.Path(sys.argv[1])
names = []
for name in make_fixtures.TYPES:
    for version in (1, 2):
        for order, letter in (("<", "le"), (">", "be")):
            for end in (".nii", ".nii.gz"):
                path = folder / f"{name}-{letter}-{version}{end}"
                nibabel.save(make_fixtures.image(make_fixtures.voxels(name), version, order), path)
                names.append(path)
reader = pathlib.Path(__file__).with_name("nibabel_read.py")
subprocess.run([sys.executable, reader], input="\n".join(map(str, names)), text=True, check=True)
