"""Prints what pydicom finds in the DICOM segmentation named as argument, in four lines.

Of each frame its segment, the height of its position, the sum of its pixels, the place of the first one that is set
and the image that it refers to; the labels of segments; how many images its series has; the patient's name.
"""

import sys

import numpy
import pydicom

image = pydicom.dcmread(sys.argv[1])
pixels = image.pixel_array
if pixels.ndim == 2:
    pixels = pixels[numpy.newaxis]
frames = []
for group, frame in zip(image.PerFrameFunctionalGroupsSequence, pixels):
    frames.append(" ".join(str(n) for n in (
        group.SegmentIdentificationSequence[0].ReferencedSegmentNumber,
        float(group.PlanePositionSequence[0].ImagePositionPatient[2]),
        int(frame.sum()),
        int(frame.ravel().argmax()),
        group.DerivationImageSequence[0].SourceImageSequence[0].ReferencedSOPInstanceUID,
    )))
print("; ".join(frames))
print("; ".join(str(s.SegmentLabel) for s in image.SegmentSequence))
print(len(image.ReferencedSeriesSequence[0].ReferencedInstanceSequence))
print(image.PatientName)
