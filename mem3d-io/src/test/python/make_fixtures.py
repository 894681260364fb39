"""Writes the NIfTI fixtures of src/test/resources/nifti with nibabel.

    python3 src/test/python/make_fixtures.py src/test/resources/nifti

Every file holds 5x4x3 voxels. expected.tsv says what a reader must find: the file, the affine's
twelve numbers and the voxels, x fastest.
"""

import gzip
import pathlib
import sys

import nibabel
import numpy

TYPES = "uint8 int8 int16 uint16 int32 uint32 int64 uint64 float32 float64".split()
SHAPE = (5, 4, 3)
OBLIQUE = nibabel.affines.from_matvec(
    nibabel.eulerangles.euler2mat(0.3, -0.2, 0.7) @ numpy.diag([0.8, 1.25, 3.5]), [-31.5, 12.25, 7])


def voxels(name):
    """Values from end to end of what the type and a float32 both hold."""
    count = int(numpy.prod(SHAPE))
    if name.startswith("float"):
        values = numpy.linspace(-1000.5, 3000.25, count)
        values[7], values[8] = numpy.nan, numpy.inf
    else:
        limits = numpy.iinfo(name)
        low, high = int(limits.min), int(limits.max)
        values = [low + (high - low) * i // (count - 1) for i in range(count)]
    return numpy.array(values, dtype=name).reshape(SHAPE, order="F")


def image(data, version, order, affine=OBLIQUE):
    kind = {1: nibabel.Nifti1Image, 2: nibabel.Nifti2Image}[version]
    header = kind.header_class(endianness=order)
    made = kind(data.astype(data.dtype.newbyteorder(order)), affine, header, dtype=data.dtype)
    made.header.set_xyzt_units("mm")
    return made


def main(folder):
    folder.mkdir(parents=True, exist_ok=True)
    lines = []

    def save(name, made, scale=1.0):
        path = folder / name
        nibabel.save(made, path)
        if name.endswith(".gz"):  # without a time, so that the same bytes come out each time
            path.write_bytes(gzip.compress(gzip.decompress(path.read_bytes()), mtime=0))
        read = nibabel.load(path)
        affine = read.affine[:3].astype(float) * scale
        numbers = " ".join(repr(float(n)) for n in affine.ravel())
        data = numpy.asanyarray(read.dataobj).astype(numpy.float64).astype(numpy.float32)
        values = " ".join(repr(float(n)) for n in data.ravel(order="F"))
        lines.append(f"{name}\t{numbers}\t{values}\n")

    for at, name in enumerate(TYPES):
        # Each type once in each byte order, the versions and the compression in turn.
        for order, letter in (("<", "le"), (">", "be")):
            version = 1 + (at + (order == ">")) % 2
            end = ".nii.gz" if at % 3 == 0 else ".nii"
            save(f"{name}_{letter}_v{version}{end}", image(voxels(name), version, order))

    scaled = image(voxels("int16"), 1, "<")
    scaled.header.set_slope_inter(0.25, -100)
    save("scaled_int16.nii", scaled)

    qform = image(voxels("int16"), 1, "<")
    qform.set_sform(None, 0)
    qform.set_qform(OBLIQUE @ numpy.diag([1, 1, -1, 1]), 1)
    save("qform_only_left_handed.nii", qform)

    both = image(voxels("int16"), 2, ">")
    both.set_qform(numpy.diag([2, 2, 2, 1]), 1)
    both.set_sform(OBLIQUE, 2)
    save("sform_before_qform.nii", both)

    for unit, scale in (("micron", 0.001), ("meter", 1000.0)):
        made = image(voxels("uint8"), 1, "<")
        made.header.set_xyzt_units(unit)
        save(f"unit_{unit}.nii", made, scale)

    extended = image(voxels("uint8"), 1, "<")
    extended.header.extensions.append(nibabel.nifti1.Nifti1Extension("comment", b"an extension" * 5))
    save("extension.nii", extended)

    save("frame_of_one.nii", image(voxels("int16").reshape(SHAPE + (1,)), 1, "<"))
    save("two_dimensions.nii", image(voxels("int16")[:, :, 0], 1, "<"))
    pair = nibabel.Nifti1Pair(voxels("int16"), OBLIQUE)
    save("pair.hdr", pair)

    header = f"# nibabel {nibabel.__version__}, numpy {numpy.__version__}\n"
    (folder / "expected.tsv").write_text(header + "".join(lines))


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
