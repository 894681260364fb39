package org.mem3d.core.session;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;
import org.mem3d.Axis;
import org.mem3d.Volume;
import org.mem3d.runtime.digest.Sha256;

/**
 * A volume's SHA-256: of its sizes and intensities, x fastest, as little-endian 32-bit numbers.
 * Read when it is first asked for, from then on known. Thread-safe.
 */
final class VolumeHash {
  private final Volume volume;
  private @Nullable String known;

  VolumeHash(Volume volume) {
    this.volume = volume;
  }

  /**
   * Returns the hash in hexadecimal digits.
   *
   * @throws org.mem3d.VolumeException if the volume cannot be read
   */
  synchronized String hex() {
    String hex = known;
    if (hex == null) {
      hex = computed();
      known = hex;
    }
    return hex;
  }

  private String computed() {
    MessageDigest digest = Sha256.digest();
    ByteBuffer sizes = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
    sizes.putInt(volume.sizeX()).putInt(volume.sizeY()).putInt(volume.sizeZ());
    digest.update(sizes.flip());
    float[] slice = new float[volume.sliceSize(Axis.Z)];
    ByteBuffer row = ByteBuffer.allocate(4 * volume.sizeX()).order(ByteOrder.LITTLE_ENDIAN);
    for (int z = 0; z < volume.sizeZ(); z++) {
      volume.readSlice(Axis.Z, z, slice);
      for (int from = 0; from < slice.length; from += volume.sizeX()) {
        row.asFloatBuffer().put(slice, from, volume.sizeX());
        digest.update(row.duplicate());
      }
    }
    return Sha256.hex(digest);
  }
}
