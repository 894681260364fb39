package org.mem3d.viewer;

import java.awt.Component;
import java.awt.EventQueue;
import java.awt.Toolkit;
import java.awt.datatransfer.StringSelection;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.imageio.ImageIO;
import javax.swing.JFileChooser;
import javax.swing.JOptionPane;
import org.jspecify.annotations.Nullable;
import org.mem3d.Axis;
import org.mem3d.GridCheck;
import org.mem3d.Interaction;
import org.mem3d.Mask;
import org.mem3d.SegmentationObject;
import org.mem3d.file.WholeFile;
import org.mem3d.io.IntensityWindow;
import org.mem3d.io.LabelVolume;
import org.mem3d.io.Volumes;
import org.mem3d.io.mesh.MeshFile;
import org.mem3d.io.mesh.SurfaceMesh;
import org.mem3d.io.mesh.SurfaceNets;
import org.mem3d.viewer.file.CommandText;
import org.mem3d.viewer.file.ImageFile;
import org.mem3d.viewer.file.MaskExport;
import org.mem3d.viewer.work.ObjectSnapshot;
import org.mem3d.viewer.work.SessionSnapshot;
import org.mem3d.viewer.work.SessionWorker;

/** Opens and writes files: asks on the event thread, reads and writes on others. */
final class FileCommands {
  private static final int MESH_CELLS = 400;

  private final ViewerState state;
  private final SessionWorker worker;
  private final Component parent;
  private @Nullable File folder;

  FileCommands(ViewerState state, SessionWorker worker, Component parent) {
    this.state = state;
    this.worker = worker;
    this.parent = parent;
  }

  /**
   * Lets the user choose a file.
   *
   * @param toOpen whether it is read, or else written
   * @param name that is proposed; empty for none
   */
  Optional<Path> choose(String title, boolean toOpen, String name) {
    JFileChooser chooser = new JFileChooser(folder);
    chooser.setName("file chooser");
    chooser.setDialogTitle(title);
    chooser.setFileSelectionMode(
        toOpen ? JFileChooser.FILES_AND_DIRECTORIES : JFileChooser.FILES_ONLY);
    if (!name.isEmpty()) {
      File in = folder == null ? chooser.getCurrentDirectory() : folder;
      chooser.setSelectedFile(new File(in, name));
    }
    int answer = toOpen ? chooser.showOpenDialog(parent) : chooser.showSaveDialog(parent);
    if (answer != JFileChooser.APPROVE_OPTION) {
      return Optional.empty();
    }
    Path path = chooser.getSelectedFile().toPath();
    folder = chooser.getCurrentDirectory();
    if (!toOpen && Files.exists(path)) {
      int replace =
          JOptionPane.showConfirmDialog(
              parent,
              path.getFileName() + " is there already. Replace it?",
              "Replace",
              JOptionPane.OK_CANCEL_OPTION);
      if (replace != JOptionPane.OK_OPTION) {
        return Optional.empty();
      }
    }
    return Optional.of(path);
  }

  /**
   * Opens an image.
   *
   * @param then begins a session on it
   */
  void open(Path path, Consumer<ImageFile> then) {
    state.opening = true;
    state.say("Opening " + path);
    inBackground(
        () -> {
          ImageFile file = ImageFile.open(path, this::ask);
          return Map.entry(file, IntensityWindow.ofPercentiles(file.volume(), 0.5, 99.5));
        },
        (opened, fault) -> {
          state.opening = false;
          if (opened != null) {
            ImageFile file = opened.getKey();
            state.take(file, opened.getValue());
            then.accept(file);
            state.say(file.name() + ": " + file.volume().grid());
          } else if (fault instanceof ImageFile.NothingChosenException) {
            state.say("");
          } else {
            state.sayFault(text(fault));
          }
        });
  }

  /** Asks the user, called on the thread that opens. */
  private int ask(String question, List<String> options) {
    int[] chosen = {-1};
    try {
      EventQueue.invokeAndWait(
          () -> {
            Object answer =
                JOptionPane.showInputDialog(
                    parent,
                    question,
                    "Open",
                    JOptionPane.QUESTION_MESSAGE,
                    null,
                    options.toArray(),
                    options.get(0));
            chosen[0] = answer == null ? -1 : options.indexOf(answer.toString());
          });
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (InvocationTargetException e) {
      throw new IllegalStateException(e);
    }
    return chosen[0];
  }

  /** Lets the user choose labels that become objects. */
  void chooseLabels() {
    ImageFile image = state.image;
    if (image == null) {
      return;
    }
    choose("Add the objects of a mask", true, "")
        .ifPresent(
            path -> {
              Axis axis = state.mainAxis;
              inBackground(
                  () -> mask(Volumes.readLabels(path, image.volume().grid(), GridCheck.PLACE)),
                  (mask, fault) -> {
                    if (mask != null) {
                      worker.addObjects(mask, axis);
                    } else {
                      state.sayFault(text(fault));
                    }
                  });
            });
  }

  private static Mask mask(LabelVolume labels) {
    return labels.toMask();
  }

  /** Writes the masks. */
  void exportMasks() {
    ImageFile image = state.image;
    SessionSnapshot session = state.session;
    if (image == null || session == null) {
      return;
    }
    String name = image.isDicomFolder() ? "mask.dcm" : "mask.nii.gz";
    List<SegmentationObject> objects =
        session.objects().stream().map(ObjectSnapshot::object).toList();
    choose("Export the masks", false, name)
        .ifPresent(
            path -> write(path, () -> MaskExport.write(path, image, session.mask(), objects)));
  }

  /** Writes the surfaces. */
  void exportMeshes() {
    SessionSnapshot session = state.session;
    if (session == null) {
      return;
    }
    choose("Export surfaces as .ply, .stl or .obj", false, "surfaces.ply")
        .ifPresent(
            path ->
                write(
                    path,
                    () -> {
                      List<SurfaceMesh> meshes = new ArrayList<>();
                      for (ObjectSnapshot object : session.objects()) {
                        SurfaceNets.of(session.mask(), object.label(), MESH_CELLS)
                            .ifPresent(meshes::add);
                      }
                      MeshFile.write(path, meshes, state.style::rgb);
                    }));
  }

  /** Writes a picture of a part of the window. */
  void exportPicture(Supplier<BufferedImage> picture) {
    choose("Export a picture", false, "slice.png")
        .ifPresent(
            path -> {
              BufferedImage image = picture.get();
              write(
                  path,
                  () ->
                      WholeFile.write(
                          path,
                          out -> {
                            if (!ImageIO.write(image, "png", out)) {
                              throw new IOException("this Java has no PNG writer");
                            }
                          }));
            });
  }

  /** Copies the command line that makes these marks. */
  void copyCommand() {
    ImageFile image = state.image;
    SessionSnapshot session = state.session;
    if (image == null || session == null) {
      return;
    }
    Path out = Path.of("mask.nii.gz");
    CommandText command;
    if (state.sessionFile != null) {
      command = CommandText.of(image, state.sessionFile, out);
    } else {
      Map<String, List<Interaction>> marks = new LinkedHashMap<>();
      session.objects().forEach(each -> marks.put(each.object().name(), each.marks()));
      command = CommandText.of(image, marks, out);
    }
    Toolkit.getDefaultToolkit()
        .getSystemClipboard()
        .setContents(new StringSelection(command.text()), null);
    state.say(
        command.leftOut() == 0
            ? "Copied: " + command.text()
            : "Copied, without "
                + command.leftOut()
                + " lassos and exact masks, which a command line cannot say; save the session, and"
                + " the command goes on from its file.");
  }

  private interface Writing {
    void run() throws IOException;
  }

  private void write(Path path, Writing writing) {
    inBackground(
        () -> {
          writing.run();
          return path;
        },
        (written, fault) -> {
          if (written != null) {
            state.say("Wrote " + written);
          } else {
            state.sayFault(text(fault));
          }
        });
  }

  static String text(@Nullable Throwable fault) {
    return fault == null ? "" : fault.getMessage() == null ? fault.toString() : fault.getMessage();
  }

  /** Does something on a thread of its own; what came out is told on the event thread. */
  private static <T> void inBackground(
      Callable<T> work, BiConsumer<@Nullable T, @Nullable Throwable> then) {
    Thread thread =
        new Thread(
            () -> {
              T result = null;
              Throwable fault = null;
              try {
                result = work.call();
              } catch (Exception | OutOfMemoryError | LinkageError e) {
                fault = e;
              }
              T done = result;
              Throwable why = fault;
              EventQueue.invokeLater(() -> then.accept(done, why));
            },
            "mem3d file");
    thread.setDaemon(true);
    thread.start();
  }
}
