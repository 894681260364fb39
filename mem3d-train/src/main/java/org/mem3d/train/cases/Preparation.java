package org.mem3d.train.cases;

import java.io.IOException;
import java.nio.ShortBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mem3d.Axis;
import org.mem3d.GridCheck;
import org.mem3d.GridException;
import org.mem3d.Mem3dException;
import org.mem3d.Volume;
import org.mem3d.io.Volumes;
import org.mem3d.runtime.digest.Sha256;
import org.mem3d.train.region.IntensityGrid;
import org.mem3d.train.region.Regions;
import org.mem3d.train.volume.ConnectedParts;

/**
 * Makes of a case what samples are drawn from: its regions along its own edges, the connected parts
 * of its labels, both kept as files that are mapped into memory. Large volumes are cut into blocks.
 * Stateless.
 */
public final class Preparation {
  /** Changes whenever the same volume would be prepared otherwise. */
  private static final int VERSION = 2;

  /** The longest side of a block, in voxels. */
  private static final int LONGEST = 256;

  /** Digits of the SHA-256 that name a file in the cache: 96 bits. */
  private static final int KEY_DIGITS = 24;

  private static final double SIGMA = 1;
  private static final int MOST_LABELS = Short.MAX_VALUE;

  private Preparation() {}

  /**
   * Returns a case's blocks, prepared now if they are not in the cache. Killed half-way, it leaves
   * nothing behind that counts as prepared.
   *
   * @param cache a folder that is there
   * @throws Mem3dException if a file cannot be read, or the cache not be written
   */
  public static List<PreparedBlock> of(CaseFiles files, Path cache) {
    try {
      String key = key(files);
      Path first = file(cache, key, 0);
      if (!Files.exists(first)) {
        prepare(files, cache, key);
      }
      PreparedBlock block = PreparedBlock.open(first, files.set(), files.toString());
      List<PreparedBlock> blocks = new ArrayList<>(List.of(block));
      for (int number = 1; number < block.blocks(); number++) {
        blocks.add(
            PreparedBlock.open(
                file(cache, key, number), files.set(), files + ", block " + (number + 1)));
      }
      return blocks;
    } catch (IOException e) {
      throw new Mem3dException(files + " cannot be prepared in " + cache + ": " + e, e);
    }
  }

  /** Returns whether a case is in the cache. */
  static boolean isIn(Path cache, CaseFiles files) {
    try {
      return Files.exists(file(cache, key(files), 0));
    } catch (IOException e) {
      throw new Mem3dException(files + " cannot be read: " + e, e);
    }
  }

  private static Path file(Path cache, String key, int block) {
    return cache.resolve(key + "-" + block + ".block");
  }

  /** Returns a name that changes with the files. */
  private static String key(CaseFiles files) throws IOException {
    StringBuilder text = new StringBuilder().append(VERSION);
    for (Path file : new @Nullable Path[] {files.image(), files.label()}) {
      text.append('\n');
      if (file != null) {
        text.append(file.toRealPath())
            .append(' ')
            .append(Files.size(file))
            .append(' ')
            .append(Files.getLastModifiedTime(file).toMillis());
      }
    }
    MessageDigest digest = Sha256.digest();
    digest.update(text.toString().getBytes(StandardCharsets.UTF_8));
    return Sha256.hex(digest).substring(0, KEY_DIGITS);
  }

  private static void prepare(CaseFiles files, Path cache, String key) throws IOException {
    Path imageFile = files.image();
    Path labelFile = files.label();
    Volume image = imageFile == null ? null : Volumes.open(imageFile);
    Volume labels = labelFile == null ? null : labels(files, labelFile, image);
    Volume grid = image != null ? image : labels;
    if (grid == null) {
      throw new IllegalArgumentException(files + " has neither an image nor labels");
    }
    List<Block> blocks = Block.of(grid, LONGEST);
    // The first last: it stands for all of them.
    for (int number = blocks.size() - 1; number >= 0; number--) {
      Block block = blocks.get(number);
      IntensityGrid intensities = image == null ? null : IntensityGrid.of(block.of(image));
      Regions regions = intensities == null ? null : Regions.of(intensities, SIGMA);
      ConnectedParts parts = labels == null ? null : connected(block.of(labels), files);
      BlockWriter.write(
          file(cache, key, number), blocks.size(), block.of(grid), intensities, regions, parts);
    }
  }

  private static Volume labels(CaseFiles files, Path file, @Nullable Volume image) {
    try {
      return image == null
          ? Volumes.readLabels(file).asVolume()
          : Volumes.readLabels(file, image.grid(), GridCheck.PLACE).asVolume();
    } catch (GridException e) {
      throw new Mem3dException(files + ": " + e.getMessage(), e);
    }
  }

  private static ConnectedParts connected(Volume labels, CaseFiles files) {
    short[] values = new short[labels.sizeX() * labels.sizeY() * labels.sizeZ()];
    float[] slice = new float[labels.sliceSize(Axis.Z)];
    for (int z = 0; z < labels.sizeZ(); z++) {
      labels.readSlice(Axis.Z, z, slice);
      for (int i = 0; i < slice.length; i++) {
        int label = Math.round(slice[i]);
        if (label < 0 || label > MOST_LABELS) {
          throw new Mem3dException(files + ": label " + label + ", at most " + MOST_LABELS);
        }
        values[z * slice.length + i] = (short) label;
      }
    }
    return ConnectedParts.of(values, new int[] {labels.sizeX(), labels.sizeY(), labels.sizeZ()});
  }

  /** Returns numbers from 0 on as pieces from 1 on. */
  static ShortBuffer asParts(int[] numbers) {
    ShortBuffer parts = ShortBuffer.allocate(numbers.length);
    for (int i = 0; i < numbers.length; i++) {
      parts.put(i, (short) (numbers[i] + 1));
    }
    return parts;
  }
}
