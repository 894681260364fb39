package org.mem3d.backend.onednn;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.jspecify.annotations.Nullable;
import org.mem3d.backend.onednn.Fusion.Group;
import org.mem3d.backend.onednn.ProductOps.Windows;
import org.mem3d.graph.DType;
import org.mem3d.graph.Node;
import org.mem3d.graph.Op;
import org.mem3d.graph.Shape;

/**
 * A 3x3 convolution with fewer products: several rows of results are found together from fewer
 * products for each column of the kernel than they would take alone (Lavin and Gray, "Fast
 * Algorithms for Convolutional Neural Networks", CVPR 2016, along rows alone).
 *
 * <p>Rows of the image, of which the last two belong to the next tile as well, are mixed into as
 * many others, the points; each point's rows are convolved with a 1x3 kernel of their own; the
 * results are mixed into the tile's rows. Both mixtures are matrix products over whole rows of an
 * image channels-last, so that all of it is work which the library does well. Mixing columns too
 * would save as much again, but columns do not lie side by side, and every step more goes through
 * memory.
 *
 * <p>Costs some digits. In float32 results differ from the direct ones by about 1e-6 of their size.
 * In bfloat16 the smaller {@link WinogradTile} is taken, and for the few largest convolutions
 * alone: it adds half as much again to the error of each.
 */
final class Winograd {
  /** The least that is saved for each number that is moved: C O / (C + O). */
  private static final int WORTHWHILE = 12;

  /** With fewer operations for each thread a convolution is over before the steps are called. */
  private static final long FEWEST_FLOPS = 25_000_000;

  /** The same in bfloat16, where products take half the time and the library moves more slowly. */
  private static final int WORTHWHILE_BF16 = 128;

  /** Fewer operations for an image are not worth an error in bfloat16. */
  private static final long FEWEST_FLOPS_BF16 = 4_000_000_000L;

  private final Lowering lowering;
  private final Group group;
  private final Shape from;
  private final Shape to;
  private final DType dtype;
  private final WinogradTile tile;
  private final int tilesOfOne;
  private final List<Mixture> mixtures = new ArrayList<>();

  /** A product that mixes some rows of the image. */
  private record Mixture(dnnl_primitive_desc desc, List<Argument> arguments) {}

  private Winograd(Lowering lowering, Group group) {
    this.lowering = lowering;
    this.group = group;
    this.from = group.root().input(0).shape();
    this.to = group.root().shape();
    this.dtype = lowering.read(group.root());
    this.tile = WinogradTile.of(dtype);
    this.tilesOfOne = to.dim(2) / tile.rows();
  }

  /** Whether a convolution gains. */
  static boolean pays(Lowering lowering, Group group, Op.Conv2d conv) {
    Node node = group.root();
    Shape weight = node.input(1).shape();
    DType dtype = lowering.read(node);
    boolean single = dtype == DType.F32;
    long channels = weight.dim(1);
    long saved = channels * weight.dim(0) / (channels + weight.dim(0));
    return lowering.winograd()
        && fits(node, conv, WinogradTile.of(dtype))
        && saved >= (single ? WORTHWHILE : WORTHWHILE_BF16)
        && (single
            ? node.flops() >= FEWEST_FLOPS * lowering.workers().count()
                && lowering.dtypeOf(group) == dtype
            : node.flops() / node.shape().dim(0) >= FEWEST_FLOPS_BF16);
  }

  /** Whether a convolution is one of those that this computes. */
  private static boolean fits(Node node, Op.Conv2d conv, WinogradTile tile) {
    Shape weight = node.input(1).shape();
    int rows = node.shape().dim(2);
    return weight.dim(2) == 3
        && weight.dim(3) == 3
        && conv.stride() == 1
        && conv.dilation() == 1
        && conv.padding() == 1
        && rows % tile.rows() == 0
        && rows >= 2 * tile.rows()
        && KnownConvolution.known(node, conv);
  }

  /** Adds the steps; returns false, having added nothing, if followers had better run alone. */
  static boolean lower(Lowering lowering, Group group) {
    return new Winograd(lowering, group).lower();
  }

  private boolean lower() {
    Value result = lowering.newValue(to, lowering.dtypeOf(group), Layout.natural(to));
    PostOps postOps = lowering.postOps(group, result.knownLayout());
    if (!postOps.operandsAre(to)) {
      return false;
    }
    Value products = rows(to);
    Value ofResult = matrix(tile.ofResult());
    Value mixed = tiled(result);
    Value points = points(products, 0, tiles(), 1);
    PostOps followers = postOps.seen(this::tiled);
    dnnl_primitive_desc last =
        ProductOps.describe(lowering, group, ofResult, points.desc(), null, mixed, followers);
    Value image = rows(from);
    mix(lowering.natural(group.root().input(0), dtype), image);
    // Not every processor has fast code for mixtures.
    if (last == null
        || Dnnl.isReference(last)
        || mixtures.stream().anyMatch(mixture -> Dnnl.isReference(mixture.desc()))) {
      return false;
    }
    for (Mixture mixture : mixtures) {
      lowering.add(mixture.desc(), "Winograd (image)", mixture.arguments(), image);
    }
    multiply(image, products);
    lowering.add(
        last,
        group.kinds() + " (Winograd)",
        ProductOps.arguments(ofResult, points, null, mixed, followers),
        result);
    lowering.define(group, result);
    return true;
  }

  /** Returns how many tiles all images of the batch have. */
  private int tiles() {
    return to.dim(0) * tilesOfOne;
  }

  /** Makes the mixed rows of images: point, tile, column and channel. */
  private Value rows(Shape image) {
    Shape shape = Shape.of(tile.points(), tiles(), image.dim(1) * image.dim(3));
    return lowering.newValue(shape, dtype, Layout.rowMajor(shape));
  }

  /** Sees the points of every so manieth tile as tile, point, column and channel. */
  private Value points(Value rows, int first, int count, int every) {
    int width = rows.shape().dim(2);
    Shape shape = Shape.of(count, tile.points(), width);
    return view(rows, shape, (long) first * width, (long) every * width, (long) tiles() * width);
  }

  /** Sees images as tile, row of the tile, column and channel. */
  private Value tiled(Value image) {
    return imageRows(image, 0, tiles(), tile.rows(), tile.rows());
  }

  /** Sees so many rows of the images, again from so many rows further. */
  private Value imageRows(Value image, int first, int count, int rows, int every) {
    int width = image.shape().dim(1) * image.shape().dim(3);
    Shape shape = Shape.of(count, rows, width);
    return view(image, shape, (long) first * width, (long) every * width, width);
  }

  /**
   * Sees three axes in a value.
   *
   * @param first element
   * @param outer elements from one index of the first axis to the next
   * @param inner of the second axis; those of the third lie side by side
   */
  private Value view(Value of, Shape shape, long first, long outer, long inner) {
    Layout layout = Layout.of(outer, inner, 1);
    return new Value(
        of.storage(),
        shape,
        of.dtype(),
        layout,
        lowering.scope().desc(shape, of.dtype(), layout),
        of.offset() + of.dtype().bytes() * first);
  }

  /**
   * Mixes the rows of the images. Neighbouring tiles share rows, so that every other one is a
   * product of its own. At the edges of an image rows are missing; where the images of a batch are
   * gone through as one, those tiles are computed again with what is there.
   */
  private void mix(Value x, Value mixed) {
    boolean asOne = tilesOfOne % 2 == 0;
    int images = from.dim(0);
    int run = asOne ? tiles() : tilesOfOne;
    int rows = tile.rows();
    int points = tile.points();
    float[][] all = tile.ofImage(0, points);
    for (int begin = 0; begin < tiles(); begin += run) {
      for (int first = 1; first <= 2; first++) {
        int count = (run - first) / 2;
        if (count > 0) {
          Value seen = imageRows(x, rows * (begin + first) - 1, count, points, 2 * rows);
          mix(all, seen, points(mixed, begin + first, count, 2));
        }
      }
    }
    Value top = imageRows(x, 0, images, points - 1, from.dim(2));
    mix(tile.ofImage(1, points), top, points(mixed, 0, images, tilesOfOne));
    int last = tilesOfOne - 1;
    Value bottom = imageRows(x, rows * last - 1, images, points - 1, from.dim(2));
    mix(tile.ofImage(0, points - 1), bottom, points(mixed, last, images, tilesOfOne));
  }

  private void mix(float[][] factors, Value rows, Value result) {
    PostOps none = new PostOps();
    Value matrix = matrix(factors);
    dnnl_primitive_desc desc =
        Objects.requireNonNull(
            ProductOps.describe(lowering, group.bare(), matrix, rows.desc(), null, result, none));
    mixtures.add(new Mixture(desc, ProductOps.arguments(matrix, rows, null, result, none)));
  }

  /** Convolves the rows of each point with that point's kernel. */
  private void multiply(Value image, Value products) {
    KnownConvolution known = KnownConvolution.of(lowering, group);
    for (int point = 0; point < tile.points(); point++) {
      float[] bias = point == WinogradTile.BIASED ? known.bias() : null;
      multiply(
          plane(image, from, point),
          tile.kernel(known.weight(), point),
          bias,
          plane(products, to, point));
    }
  }

  private void multiply(Value image, float[] weight, float @Nullable [] bias, Value products) {
    Shape kernel = Shape.of(to.dim(1), from.dim(1), 1, 3);
    Windows windows = Windows.ofRows();
    PostOps none = new PostOps();
    if (PairedConvolution.pays(lowering, dtype, kernel, to)) {
      String kinds = "Winograd (products in pairs)";
      ProductOps.convolveInPairs(
          lowering, group.bare(), kinds, windows, image, weight, kernel, bias, products, none);
      return;
    }
    ProductOps.convolve(
        lowering,
        group.bare(),
        "Winograd (products)",
        windows,
        image,
        lowering.constant(weight, kernel),
        ProductOps.bias(lowering, bias),
        products,
        none);
  }

  /** Sees the rows of a point as one image. */
  private Value plane(Value rows, Shape image, int point) {
    Shape shape = Shape.of(1, image.dim(1), tiles(), image.dim(3));
    Value first = lowering.seenAs(rows, shape);
    return new Value(
        rows.storage(),
        shape,
        dtype,
        first.layout(),
        first.desc(),
        (long) dtype.bytes() * point * shape.elements());
  }

  private Value matrix(float[][] rows) {
    float[] elements = new float[rows.length * rows[0].length];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(rows[i], 0, elements, i * rows[0].length, rows[0].length);
    }
    Shape shape = Shape.of(1, rows.length, rows[0].length);
    return lowering.as(lowering.constant(elements, shape), Layout.rowMajor(shape), dtype);
  }
}
