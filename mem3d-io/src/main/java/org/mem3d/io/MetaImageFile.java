package org.mem3d.io;

import java.io.IOException;

/** Opens MetaImages. Stateless. */
final class MetaImageFile {
  private MetaImageFile() {}

  /** Goes on with a file that was opened; it is closed with what is returned. */
  static OpenedVolume open(VolumeSource source) throws IOException {
    MetaImageHeader header = TextHeaderVolume.named(source, MetaImageHeader::read);
    return TextHeaderVolume.open(
        source,
        VolumeFormat.META_IMAGE,
        header.section(),
        header.dataFile(),
        header.slope(),
        header.intercept());
  }
}
