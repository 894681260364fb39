package org.mem3d.io;

import java.io.IOException;

/** Opens NRRD files. Stateless. */
final class NrrdFile {
  private NrrdFile() {}

  /** Goes on with a file that was opened; it is closed with what is returned. */
  static OpenedVolume open(VolumeSource source) throws IOException {
    NrrdHeader header = TextHeaderVolume.named(source, NrrdHeader::read);
    return TextHeaderVolume.open(
        source, VolumeFormat.NRRD, header.section(), header.dataFile(), 1, 0);
  }
}
