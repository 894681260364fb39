package org.mem3d.io;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.mem3d.VolumeException;
import org.mem3d.io.zarr.ZarrArray;

/**
 * The chunks of an array that were used last, up to a number of bytes. Each is read by the first
 * thread that asks for it; others wait for that.
 */
final class ChunkCache {
  private final ZarrArray array;
  private final Map<List<Integer>, CompletableFuture<ByteBuffer>> chunks;

  ChunkCache(ZarrArray array, long bytes) {
    this.array = array;
    long most = Math.max(1, bytes / Math.max(1, array.chunkBytes()));
    chunks =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(
              Map.Entry<List<Integer>, CompletableFuture<ByteBuffer>> eldest) {
            return size() > most;
          }
        };
  }

  /**
   * Returns a chunk, which nobody changes; empty where it is not there.
   *
   * @throws VolumeException if it cannot be read; the next call tries again
   */
  ByteBuffer get(int[] index) {
    List<Integer> key = Arrays.stream(index).boxed().toList();
    CompletableFuture<ByteBuffer> chunk = new CompletableFuture<>();
    boolean mine;
    synchronized (chunks) {
      CompletableFuture<ByteBuffer> there = chunks.putIfAbsent(key, chunk);
      mine = there == null;
      chunk = mine ? chunk : there;
    }
    if (mine) {
      read(index, key, chunk);
    }
    try {
      return chunk.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof VolumeException fault) {
        throw new VolumeException(String.valueOf(fault.getMessage()), fault);
      }
      throw e;
    }
  }

  private void read(int[] index, List<Integer> key, CompletableFuture<ByteBuffer> chunk) {
    Throwable fault = null;
    try {
      chunk.complete(array.chunk(index));
    } catch (OutOfMemoryError e) {
      fault =
          new VolumeException(
              array.folder()
                  + " has chunks of "
                  + (array.chunkBytes() >> 20)
                  + " MB, more than is free: raise -Xmx",
              e);
    } catch (RuntimeException e) {
      fault = e;
    }
    if (fault != null) {
      synchronized (chunks) {
        chunks.remove(key, chunk);
      }
      chunk.completeExceptionally(fault);
    }
  }
}
