package org.mem3d.train.volume;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mem3d.Mem3dException;

/**
 * A window over an endless row of synthetic volumes, moving with the steps: a worker makes them
 * ahead and keeps them on disk, the latest are held in memory, and what has left the window is
 * deleted. Which volumes a step sees depends on the step alone, not on how fast the worker is.
 */
public final class VolumePool implements VolumeSource {
  private static final int AHEAD = 32;

  private final long seed;
  private final Path directory;
  private final int most;
  private final int first;
  private final double perStep;
  private final TreeMap<Long, TrainingVolume> held = new TreeMap<>();
  private final Thread worker;
  private final Object turn = new Object();
  private long wanted;
  private long deleted;
  private boolean closed;
  private volatile @Nullable Throwable failure;

  /**
   * Makes a pool and starts its worker.
   *
   * @param seed chooses all volumes
   * @param directory where they are kept; made if need be
   * @param most how many a step sees at most
   * @param first how many the first step sees
   * @param perStep how many new ones there are with each step
   * @param step the step from which training goes on
   */
  public VolumePool(long seed, Path directory, int most, int first, double perStep, long step) {
    this.seed = seed;
    this.directory = directory;
    this.most = most;
    this.first = Math.min(first, most);
    this.perStep = perStep;
    this.wanted = end(step);
    this.deleted = Math.max(0, wanted - most);
    try {
      Files.createDirectories(directory);
      removeOthers();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    long start = deleted;
    this.worker = new Thread(() -> work(start), "volumes");
    worker.setDaemon(true);
    worker.start();
  }

  /** Returns the first volume that a step does not see. */
  private long end(long step) {
    return first + (long) (step * perStep);
  }

  private Path file(long number) {
    return directory.resolve(seed + "-" + number + ".volume");
  }

  private void removeOthers() throws IOException {
    List<Path> files;
    try (Stream<Path> listed = Files.list(directory)) {
      files = listed.filter(file -> file.toString().endsWith(".volume")).toList();
    }
    for (Path file : files) {
      String name = file.getFileName().toString();
      boolean own = name.startsWith(seed + "-");
      long number =
          own ? Long.parseLong(name.substring(name.lastIndexOf('-') + 1, name.indexOf('.'))) : -1;
      if (number < deleted) {
        Files.deleteIfExists(file);
      }
    }
  }

  private void work(long start) {
    try {
      for (long number = start; ; number++) {
        synchronized (turn) {
          while (!closed && number >= wanted + AHEAD) {
            turn.wait();
          }
          if (closed) {
            return;
          }
        }
        if (!Files.exists(file(number))) {
          VolumeFile.write(file(number), volume(number));
        }
        synchronized (turn) {
          turn.notifyAll();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | RuntimeException | Error e) {
      failure = e;
      synchronized (turn) {
        turn.notifyAll();
      }
    }
  }

  private LabelledVolume volume(long number) {
    return SyntheticVolume.of(seed * 0x9E3779B97F4A7C15L + number);
  }

  @Override
  public List<TrainingVolume> at(long step) {
    long end = end(step);
    long begin = Math.max(0, end - most);
    synchronized (turn) {
      wanted = Math.max(wanted, end);
      turn.notifyAll();
    }
    List<TrainingVolume> volumes = new ArrayList<>();
    for (long number = begin; number < end; number++) {
      TrainingVolume volume = held.get(number);
      if (volume == null) {
        volume = TrainingVolume.of("made-up " + number, load(number));
        held.put(number, volume);
      }
      volumes.add(volume);
    }
    held.headMap(begin).clear();
    try {
      for (; deleted < begin; deleted++) {
        Files.deleteIfExists(file(deleted));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return volumes;
  }

  private LabelledVolume load(long number) {
    Path file = file(number);
    try {
      if (number < deleted) {
        return volume(number);
      }
      synchronized (turn) {
        while (!Files.exists(file)) {
          if (failure != null) {
            throw new Mem3dException("volumes cannot be made ahead: " + failure, failure);
          }
          if (closed) {
            throw new Mem3dException("the pool of volumes is closed");
          }
          turn.wait(1000);
        }
      }
      return VolumeFile.read(file);
    } catch (IOException e) {
      throw new Mem3dException("cannot read " + file + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Mem3dException("interrupted while waiting for volumes", e);
    }
  }

  @Override
  public String describe() {
    return "synthetic volumes of 160x160x24 voxels, seed " + seed;
  }

  @Override
  public void close() {
    synchronized (turn) {
      closed = true;
      turn.notifyAll();
    }
    try {
      worker.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
