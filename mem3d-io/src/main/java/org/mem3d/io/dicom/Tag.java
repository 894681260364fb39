package org.mem3d.io.dicom;

import java.util.Locale;
import java.util.Set;

/**
 * The data elements that are read; every other one, those that tell of a person among them, is
 * passed over and never kept.
 */
final class Tag {
  static final int TRANSFER_SYNTAX = 0x00020010;
  static final int IMAGE_TYPE = 0x00080008;
  static final int SOP_CLASS = 0x00080016;
  static final int SOP_INSTANCE = 0x00080018;
  static final int MODALITY = 0x00080060;
  static final int REFERENCED_SERIES = 0x00081115;
  static final int REFERENCED_INSTANCES = 0x0008114A;
  static final int REFERENCED_SOP_CLASS = 0x00081150;
  static final int REFERENCED_SOP_INSTANCE = 0x00081155;
  static final int SLICE_THICKNESS = 0x00180050;
  static final int ECHO_TIME = 0x00180081;
  static final int SPACING_BETWEEN_SLICES = 0x00180088;
  static final int TRIGGER_TIME = 0x00181060;
  static final int STUDY = 0x0020000D;
  static final int SERIES = 0x0020000E;
  static final int SERIES_NUMBER = 0x00200011;
  static final int ACQUISITION_NUMBER = 0x00200012;
  static final int INSTANCE_NUMBER = 0x00200013;
  static final int POSITION = 0x00200032;
  static final int ORIENTATION = 0x00200037;
  static final int FRAME_OF_REFERENCE = 0x00200052;
  static final int TEMPORAL_POSITION = 0x00200100;
  static final int PLANE_POSITION = 0x00209113;
  static final int PLANE_ORIENTATION = 0x00209116;
  static final int FRAME_CONTENT = 0x00209111;
  static final int STACK = 0x00209056;
  static final int TEMPORAL_INDEX = 0x00209128;
  static final int SAMPLES = 0x00280002;
  static final int PHOTOMETRIC = 0x00280004;
  static final int FRAMES = 0x00280008;
  static final int ROWS = 0x00280010;
  static final int COLUMNS = 0x00280011;
  static final int PIXEL_SPACING = 0x00280030;
  static final int BITS_ALLOCATED = 0x00280100;
  static final int BITS_STORED = 0x00280101;
  static final int HIGH_BIT = 0x00280102;
  static final int SIGNED = 0x00280103;
  static final int INTERCEPT = 0x00281052;
  static final int SLOPE = 0x00281053;
  static final int PIXEL_MEASURES = 0x00289110;
  static final int VALUE_TRANSFORMATION = 0x00289145;
  static final int SHARED_GROUPS = 0x52009229;
  static final int FRAME_GROUPS = 0x52009230;
  static final int SEGMENTATION_TYPE = 0x00620001;
  static final int SEGMENTS = 0x00620002;
  static final int SEGMENT_NUMBER = 0x00620004;
  static final int SEGMENT_LABEL = 0x00620005;
  static final int SEGMENT_IDENTIFICATION = 0x0062000A;
  static final int REFERENCED_SEGMENT = 0x0062000B;
  static final int SEGMENT_COLOR = 0x0062000D;
  static final int MAXIMUM_FRACTION = 0x0062000E;
  static final int FRAME_OFFSETS = 0x3004000C;
  static final int PIXEL_DATA = 0x7FE00010;

  /** Those whose sequences are gone into. */
  static final Set<Integer> SEQUENCES =
      Set.of(
          REFERENCED_SERIES,
          REFERENCED_INSTANCES,
          PLANE_POSITION,
          PLANE_ORIENTATION,
          FRAME_CONTENT,
          PIXEL_MEASURES,
          VALUE_TRANSFORMATION,
          SHARED_GROUPS,
          FRAME_GROUPS,
          SEGMENTS,
          SEGMENT_IDENTIFICATION);

  /** Those whose values are kept. */
  static final Set<Integer> VALUES =
      Set.of(
          TRANSFER_SYNTAX,
          IMAGE_TYPE,
          SOP_CLASS,
          SOP_INSTANCE,
          MODALITY,
          REFERENCED_SOP_CLASS,
          REFERENCED_SOP_INSTANCE,
          SLICE_THICKNESS,
          ECHO_TIME,
          SPACING_BETWEEN_SLICES,
          TRIGGER_TIME,
          STUDY,
          SERIES,
          SERIES_NUMBER,
          ACQUISITION_NUMBER,
          INSTANCE_NUMBER,
          POSITION,
          ORIENTATION,
          FRAME_OF_REFERENCE,
          TEMPORAL_POSITION,
          STACK,
          TEMPORAL_INDEX,
          SAMPLES,
          PHOTOMETRIC,
          FRAMES,
          ROWS,
          COLUMNS,
          PIXEL_SPACING,
          BITS_ALLOCATED,
          BITS_STORED,
          HIGH_BIT,
          SIGNED,
          INTERCEPT,
          SLOPE,
          SEGMENTATION_TYPE,
          SEGMENT_NUMBER,
          SEGMENT_LABEL,
          REFERENCED_SEGMENT,
          SEGMENT_COLOR,
          MAXIMUM_FRACTION,
          FRAME_OFFSETS);

  private Tag() {}

  /** Returns a tag as it is usually written, such as {@code (0028,0010)}. */
  static String text(int tag) {
    return String.format(Locale.ROOT, "(%04X,%04X)", tag >>> 16, tag & 0xffff);
  }
}
