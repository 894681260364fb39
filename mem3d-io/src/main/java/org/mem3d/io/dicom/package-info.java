/**
 * DICOM: the slices of a folder as volumes, masks as segmentations.
 *
 * <p>{@link org.mem3d.io.dicom.DicomFolder} finds series, {@link org.mem3d.io.dicom.DicomSeries}
 * opens one. {@link org.mem3d.io.dicom.DicomSegmentation} writes masks for viewers and archives.
 * {@code org.mem3d.io.Volumes} opens a folder of one series, or one file.
 *
 * <p>Nothing that tells of a person is kept or put into a message (but copied into a segmentation's
 * file, so that archives file it beside its images); messages name files and tags. Whatever is
 * wrong is a {@link org.mem3d.VolumeException}. Everything public is immutable.
 */
@NullMarked
package org.mem3d.io.dicom;

import org.jspecify.annotations.NullMarked;
