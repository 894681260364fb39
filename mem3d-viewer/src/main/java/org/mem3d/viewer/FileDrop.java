package org.mem3d.viewer;

import java.awt.datatransfer.DataFlavor;
import java.awt.datatransfer.UnsupportedFlavorException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import javax.swing.TransferHandler;

/** Takes files that are dropped on the window. */
final class FileDrop extends TransferHandler {
  private static final long serialVersionUID = 1L;

  private final transient Consumer<Path> dropped;

  FileDrop(Consumer<Path> dropped) {
    this.dropped = dropped;
  }

  @Override
  public boolean canImport(TransferSupport support) {
    return support.isDataFlavorSupported(DataFlavor.javaFileListFlavor);
  }

  @Override
  public boolean importData(TransferSupport support) {
    if (!canImport(support)) {
      return false;
    }
    try {
      Object data = support.getTransferable().getTransferData(DataFlavor.javaFileListFlavor);
      for (Object each : (List<?>) data) {
        dropped.accept(((File) each).toPath());
        break; // One window shows one image.
      }
      return true;
    } catch (UnsupportedFlavorException | IOException e) {
      return false;
    }
  }
}
