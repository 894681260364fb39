package org.mem3d.train.volume;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.mem3d.Axis;
import org.mem3d.Geometry;
import org.mem3d.Volume;
import org.mem3d.file.WholeFile;

/** A synthetic volume as a file, about half a megabyte. Stateless. */
final class VolumeFile {
  private static final int FORMAT = 1;

  private VolumeFile() {}

  /** Writes a volume of unsigned bytes along z; the file appears when it is whole. */
  static void write(Path file, LabelledVolume volume) throws IOException {
    WholeFile.write(file, out -> write(out, volume));
  }

  private static void write(OutputStream to, LabelledVolume volume) throws IOException {
    Deflater quick = new Deflater(Deflater.BEST_SPEED);
    try (DataOutputStream out =
        new DataOutputStream(
            new BufferedOutputStream(new DeflaterOutputStream(to, quick, 1 << 16), 1 << 16))) {
      Volume image = volume.image();
      out.writeInt(FORMAT);
      out.writeInt(image.sizeX());
      out.writeInt(image.sizeY());
      out.writeInt(image.sizeZ());
      out.writeDouble(image.geometry().spacing(Axis.Z));
      out.writeInt(volume.backgrounds());
      out.writeInt(volume.parents().length);
      for (short parent : volume.parents()) {
        out.writeShort(parent);
      }
      byte[] bytes = new byte[volume.labels().length];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) volume.labels()[i];
      }
      out.write(bytes);
      float[] slice = new float[image.sliceSize(Axis.Z)];
      byte[] pixels = new byte[slice.length];
      for (int z = 0; z < image.sizeZ(); z++) {
        image.readSlice(Axis.Z, z, slice);
        for (int i = 0; i < slice.length; i++) {
          pixels[i] = (byte) (int) slice[i];
        }
        out.write(pixels);
      }
    } finally {
      quick.end();
    }
  }

  static LabelledVolume read(Path file) throws IOException {
    try (DataInputStream in =
        new DataInputStream(
            new BufferedInputStream(
                new InflaterInputStream(Files.newInputStream(file)), 1 << 16))) {
      int format = in.readInt();
      if (format != FORMAT) {
        throw new IOException(file + " has format " + format + ", not " + FORMAT);
      }
      int sizeX = in.readInt();
      int sizeY = in.readInt();
      int sizeZ = in.readInt();
      double step = in.readDouble();
      int backgrounds = in.readInt();
      short[] parents = new short[in.readInt()];
      for (int i = 0; i < parents.length; i++) {
        parents[i] = in.readShort();
      }
      byte[] bytes = new byte[sizeX * sizeY * sizeZ];
      in.readFully(bytes);
      short[] labels = new short[bytes.length];
      for (int i = 0; i < bytes.length; i++) {
        labels[i] = (short) (bytes[i] & 0xff);
      }
      byte[] voxels = new byte[bytes.length];
      in.readFully(voxels);
      Volume image =
          Volume.ofUnsignedBytes(voxels, sizeX, sizeY, sizeZ, Geometry.ofSpacing(1, 1, step));
      return new LabelledVolume(image, Axis.Z, labels, parents, backgrounds);
    }
  }
}
