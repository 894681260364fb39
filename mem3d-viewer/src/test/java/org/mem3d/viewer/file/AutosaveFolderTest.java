package org.mem3d.viewer.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AutosaveFolderTest {
  @TempDir private Path parent;

  @Test
  void filesOfProcessesThatAreGoneWereLeftBehind() throws IOException {
    AutosaveFolder folder = new AutosaveFolder(parent.resolve("kept"));
    assertThat(folder.left()).isEmpty();
    Path own = folder.newFile();
    Files.writeString(own, "of this process");
    assertThat(folder.newFile()).isNotEqualTo(own);
    // No process has so large a number.
    Path older = own.resolveSibling(Long.MAX_VALUE + "-1.mem3d");
    Path later = own.resolveSibling(Long.MAX_VALUE + "-2.mem3d");
    for (Path left : new Path[] {later, older, own.resolveSibling("notes.txt")}) {
      Files.writeString(left, "left");
    }
    Files.setLastModifiedTime(older, FileTime.fromMillis(1000));
    assertThat(folder.left()).containsExactly(later, older);
    AutosaveFolder.delete(later);
    AutosaveFolder.delete(later);
    assertThat(folder.left()).containsExactly(older);
  }
}
