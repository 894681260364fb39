package org.mem3d.eval;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mem3d.Mem3dException;
import org.mem3d.VolumeException;

class MemoryFaultTest {
  private static final long MEBIBYTE = 1L << 20;

  @ParameterizedTest
  @CsvSource({
    "Java heap space, 256, -Xmx2g",
    "Java heap space, 4096, -Xmx8g",
    "GC overhead limit exceeded, 1500, -Xmx2g",
    "Cannot reserve 100 bytes of direct buffer memory, 512, -Xmx2g",
    "unable to create native thread: possibly out of memory, 512, --threads 1",
    "Metaspace, 512, MaxMetaspaceSize",
    "Requested array size exceeds VM limit, 512, part of the volume"
  })
  void whatToSetDependsOnWhatRanOut(String message, long megabytes, String remedy) {
    String text = MemoryFault.text(new OutOfMemoryError(message), megabytes * MEBIBYTE);
    assertThat(text).contains("out of Java memory", message, remedy).doesNotContain("\n");
  }

  @Test
  void theErrorIsFoundAmongTheCauses() {
    Throwable error =
        new CompletionException(new VolumeException("no", new OutOfMemoryError("Java heap space")));
    Mem3dException fault = MemoryFault.of(error);
    assertThat(fault).isNotNull().hasCause(error);
    assertThat(fault).hasMessageContaining("MEM3D_JAVA_OPTS=-Xmx");
    assertThat(MemoryFault.of(new StackOverflowError())).isNotNull();
    assertThat(MemoryFault.of(new VolumeException("no"))).isNull();
  }
}
