package org.mem3d.io.zarr;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.mem3d.VolumeException;
import org.mem3d.file.FileFailure;

/**
 * What OME's metadata (versions 0.1 to 0.5) say of an image: its axes, and its levels, the first of
 * which is the finest. An array without such metadata is an image of one level. Immutable.
 *
 * @param folder of the image
 * @param axes in the order of the arrays'
 * @param levels from the finest to the coarsest
 * @param isPlaced whether something is said of scales
 */
public record OmeImage(Path folder, List<ImageAxis> axes, List<Level> levels, boolean isPlaced) {
  private static final List<String> USUAL = List.of("t", "c", "z", "y", "x");

  /** Copies the lists. */
  public OmeImage {
    axes = List.copyOf(axes);
    levels = List.copyOf(levels);
  }

  /**
   * One axis.
   *
   * @param name in lower case, such as x
   * @param unit as it is written, such as micrometer; empty if none is
   */
  public record ImageAxis(String name, String unit) {}

  /**
   * One level.
   *
   * @param folder of its array
   * @param scale the distance of neighbours along each axis, in its unit
   * @param translation where the first element lies along each axis, in its unit
   */
  public record Level(Path folder, List<Double> scale, List<Double> translation) {
    /** Copies the lists. */
    public Level {
      scale = List.copyOf(scale);
      translation = List.copyOf(translation);
    }
  }

  /** Returns whether a folder is of Zarr, by the files in it. */
  public static boolean is(Path folder) {
    return Stream.of(
            ZarrVersion3.METADATA, ZarrVersion2.ARRAY, ZarrVersion2.GROUP, ZarrVersion2.ATTRIBUTES)
        .anyMatch(name -> Files.isRegularFile(folder.resolve(name)));
  }

  /**
   * Reads the metadata of an image, or of one of its levels, which then is the only one.
   *
   * @throws VolumeException if there are none, they are damaged, or the folder holds several images
   */
  public static OmeImage read(Path folder) {
    if (!ZarrArray.is(folder)) {
      return ofGroup(folder);
    }
    Path here = folder.toAbsolutePath().normalize();
    Path parent = here.getParent();
    for (int up = 0; up < 2 && parent != null; up++, parent = parent.getParent()) {
      if (is(parent) && !ZarrArray.is(parent) && isMultiscale(attributes(parent).root())) {
        OmeImage image = ofGroup(parent);
        for (Level level : image.levels) {
          if (level.folder.toAbsolutePath().normalize().equals(here)) {
            return new OmeImage(folder, image.axes, List.of(level), image.isPlaced);
          }
        }
      }
    }
    return ofArray(folder);
  }

  private static boolean isMultiscale(JsonNode attributes) {
    return attributes.path("multiscales").isArray() && !attributes.path("multiscales").isEmpty();
  }

  /** Returns what a group says of itself; in version 3 what OME's part of it is. */
  private static ZarrJson attributes(Path folder) {
    Path metadata = folder.resolve(ZarrVersion3.METADATA);
    if (Files.isRegularFile(metadata)) {
      ZarrJson json = ZarrJson.read(metadata);
      JsonNode attributes = json.root().path("attributes");
      return new ZarrJson(metadata, attributes.has("ome") ? attributes.path("ome") : attributes);
    }
    Path attributes = folder.resolve(ZarrVersion2.ATTRIBUTES);
    if (!Files.isRegularFile(attributes)) {
      throw new VolumeException(
          folder
              + " is a Zarr group that says of no image: give the folder of an image or array"
              + inside(folder));
    }
    return ZarrJson.read(attributes);
  }

  private static OmeImage ofGroup(Path folder) {
    ZarrJson json = attributes(folder);
    JsonNode root = json.root();
    if (isMultiscale(root)) {
      return ofMultiscale(folder, json, root.path("multiscales").get(0));
    }
    if (root.has("bioformats2raw.layout") && !is(folder.resolve("1")) && is(folder.resolve("0"))) {
      return ofGroup(folder.resolve("0"));
    }
    throw new VolumeException(
        folder
            + (root.has("plate") || root.has("well")
                ? " is a plate of images: give the folder of one of them"
                : " is a Zarr group without an OME image: give the folder of an image or array")
            + inside(folder));
  }

  /** Returns what a message says of the folders in a folder. */
  private static String inside(Path folder) {
    try (Stream<Path> all = Files.list(folder)) {
      String names =
          all.filter(OmeImage::is)
              .map(each -> FileFailure.oneLine(String.valueOf(each.getFileName())))
              .sorted()
              .limit(10)
              .collect(Collectors.joining(", "));
      return names.isEmpty() ? "" : ", such as " + names;
    } catch (IOException e) {
      return "";
    }
  }

  private static OmeImage ofArray(Path folder) {
    ZarrArray array = ZarrArray.open(folder);
    int n = array.axes();
    List<String> names = array.names();
    if (names.size() != n || names.contains("")) {
      names = n > USUAL.size() ? names : USUAL.subList(USUAL.size() - n, USUAL.size());
    }
    if (names.size() != n) {
      throw new VolumeException(folder + " has " + n + " axes without names: up to 5 are read");
    }
    List<ImageAxis> axes =
        names.stream().map(name -> new ImageAxis(name.toLowerCase(Locale.ROOT), "")).toList();
    Level only = new Level(folder, Collections.nCopies(n, 1.0), Collections.nCopies(n, 0.0));
    return new OmeImage(folder, axes, List.of(only), false);
  }

  private static OmeImage ofMultiscale(Path folder, ZarrJson json, JsonNode image) {
    JsonNode datasets = image.path("datasets");
    if (!datasets.isArray() || datasets.isEmpty()) {
      throw json.wrong("has an image without 'datasets': it is damaged");
    }
    List<ImageAxis> axes = axes(json, image.path("axes"));
    List<Level> levels = new ArrayList<>();
    boolean placed = false;
    for (JsonNode dataset : datasets) {
      Path array = folder.resolve(dataset.path("path").asText()).normalize();
      if (!array.startsWith(folder.normalize()) || dataset.path("path").asText().isEmpty()) {
        throw json.wrong(
            "has a level at "
                + ZarrJson.shown(dataset.path("path"))
                + ", which is not inside the image: it is damaged");
      }
      Transform transform = new Transform(axes.size());
      transform.add(json, dataset.path("coordinateTransformations"));
      transform.add(json, image.path("coordinateTransformations"));
      placed |= transform.isGiven;
      levels.add(transform.level(array));
    }
    return new OmeImage(folder, axes, levels, placed);
  }

  private static List<ImageAxis> axes(ZarrJson json, JsonNode axes) {
    if (axes.isMissingNode()) { // versions 0.1 and 0.2
      return USUAL.stream().map(name -> new ImageAxis(name, "")).toList();
    }
    if (!axes.isArray() || axes.isEmpty()) {
      throw json.wrong("has no list 'axes': it is damaged");
    }
    List<ImageAxis> all = new ArrayList<>();
    for (JsonNode axis : axes) {
      String name = axis.isTextual() ? axis.asText() : axis.path("name").asText();
      all.add(new ImageAxis(name.toLowerCase(Locale.ROOT), axis.path("unit").asText("")));
    }
    return all;
  }

  /** Scales and translations, one after the other. */
  private static final class Transform {
    private final double[] scale;
    private final double[] translation;
    private boolean isGiven;

    Transform(int axes) {
      scale = new double[axes];
      Arrays.fill(scale, 1);
      translation = new double[axes];
    }

    void add(ZarrJson json, JsonNode steps) {
      for (JsonNode step : steps) {
        String type = step.path("type").asText();
        if (type.equals("identity")) {
          continue;
        }
        if (!step.has(type) || !(type.equals("scale") || type.equals("translation"))) {
          throw json.wrong(
              "places its image by "
                  + ZarrJson.shown(step)
                  + ": scales and translations are read, given in this file");
        }
        double[] numbers = json.numbers(step.path(type), type, scale.length);
        for (int i = 0; i < numbers.length; i++) {
          if (type.equals("scale")) {
            scale[i] *= numbers[i];
            translation[i] *= numbers[i];
          } else {
            translation[i] += numbers[i];
          }
        }
        isGiven = true;
      }
    }

    Level level(Path folder) {
      return new Level(folder, boxed(scale), boxed(translation));
    }

    private static List<Double> boxed(double[] numbers) {
      return IntStream.range(0, numbers.length).mapToObj(i -> numbers[i]).toList();
    }
  }
}
