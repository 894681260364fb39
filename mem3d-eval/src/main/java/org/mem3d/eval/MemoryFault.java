package org.mem3d.eval;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mem3d.Mem3dException;

/** What a command says that ran out of Java memory: one line, with what to set. Stateless. */
public final class MemoryFault {
  private static final long MEBIBYTE = 1L << 20;
  private static final long GIBIBYTE = 1L << 30;

  private MemoryFault() {}

  /**
   * Returns what to say of an error that is due to Java's memory, or has such a one among its
   * causes; null of others.
   *
   * @param error what a command threw, on whichever thread it began
   */
  public static @Nullable Mem3dException of(Throwable error) {
    for (Throwable cause : causes(error)) {
      if (cause instanceof OutOfMemoryError) {
        return new Mem3dException(text(cause, Runtime.getRuntime().maxMemory()), error);
      }
      if (cause instanceof StackOverflowError) {
        return new Mem3dException(
            "out of Java memory for a thread's stack: set MEM3D_JAVA_OPTS=-Xss16m, and see whether"
                + " the input is damaged",
            error);
      }
    }
    return null;
  }

  static String text(Throwable error, long mostBytes) {
    String told = String.valueOf(error.getMessage());
    String what = "out of Java memory (" + told.strip().replaceAll("\\s*\\R\\s*", "; ") + "): ";
    if (told.contains("native thread")) {
      return what + "let fewer threads compute (--threads 1), or raise the limit of processes";
    }
    if (told.contains("Metaspace") || told.contains("class space")) {
      return what + "set MEM3D_JAVA_OPTS=-XX:MaxMetaspaceSize=512m or leave that option out";
    }
    if (told.contains("array size")) {
      return what + "no array of Java's is so large; take a part of the volume";
    }
    return what
        + "the virtual machine may use "
        + mostBytes / MEBIBYTE
        + " MB; set MEM3D_JAVA_OPTS=-Xmx"
        + Math.max(2, Long.highestOneBit(2 * mostBytes / GIBIBYTE))
        + "g or more, or take a smaller volume";
  }

  private static List<Throwable> causes(Throwable error) {
    List<Throwable> causes = new ArrayList<>();
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Throwable cause = error; cause != null && seen.add(cause); cause = cause.getCause()) {
      causes.add(cause);
    }
    return causes;
  }
}
