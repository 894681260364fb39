package org.mem3d.eval;

import org.jspecify.annotations.Nullable;

/**
 * What lies at each point of the {@link Phantom}: millimetres from the middle, x to the patient's
 * right, y to the front, z to the head. Organs are rounded shapes whose borders wobble. Immutable.
 */
final class Anatomy {
  /**
   * What is found at a point.
   *
   * @param label of the object, 0 for none
   * @param intensity in Hounsfield units
   */
  record Tissue(int label, double intensity) {}

  private final SmoothNoise wobbleX;
  private final SmoothNoise wobbleY;
  private final SmoothNoise wobbleZ;
  private final SmoothNoise texture;
  private final SmoothNoise vesselA;
  private final SmoothNoise vesselB;

  Anatomy(long seed) {
    wobbleX = new SmoothNoise(6 * seed);
    wobbleY = new SmoothNoise(6 * seed + 1);
    wobbleZ = new SmoothNoise(6 * seed + 2);
    texture = new SmoothNoise(6 * seed + 3);
    vesselA = new SmoothNoise(6 * seed + 4);
    vesselB = new SmoothNoise(6 * seed + 5);
  }

  /** Returns the tissue at a point; inner organs are asked before what surrounds them. */
  Tissue at(double worldX, double worldY, double worldZ) {
    double x = worldX + wobble(wobbleX, worldX, worldY, worldZ);
    double y = worldY + wobble(wobbleY, worldX, worldY, worldZ);
    double z = worldZ + wobble(wobbleZ, worldX, worldY, worldZ);
    // 1 at the skin.
    double body = Math.pow(Math.abs(x / 110), 2.4) + Math.pow(Math.abs(y / 86), 2.4);
    if (body > 1) {
      return new Tissue(0, -1000);
    }
    double grain =
        7 * texture.at(worldX / 5, worldY / 5, worldZ / 5)
            + 5 * texture.at(worldX / 17, worldY / 17, worldZ / 17);
    Tissue tissue = wall(x, y, z, body);
    if (tissue == null) {
      tissue = organ(x, y, z);
    }
    if (tissue == null) {
      tissue = new Tissue(0, bowel(x, y, z) ? 38 : -95);
    }
    return new Tissue(tissue.label, tissue.intensity + grain);
  }

  private @Nullable Tissue wall(double x, double y, double z, double body) {
    if (body > 0.95) {
      return new Tissue(0, 20);
    }
    if (body > 0.80) {
      return new Tissue(0, -105);
    }
    if (body > 0.60) {
      // Ribs run round the body, lower in front.
      double along = z + 0.45 * y + 400;
      boolean rib = body > 0.64 && body < 0.75 && along % 30 < 9 && y < 62;
      return new Tissue(0, rib ? 480 : 58);
    }
    if (ellipsoid(x, y, 2, -70, 10, 9) < 1) {
      return new Tissue(0, 15);
    }
    double vertebra = ellipsoid(x, y, 0, -46, 21, 16);
    if (vertebra < 1) {
      boolean disc = (z + 300) % 34 < 7;
      return new Tissue(0, disc ? 85 : vertebra > 0.75 ? 620 : 230);
    }
    boolean process = (Math.abs(x) < 5 && y < -60) || (Math.abs(x) < 32 && Math.abs(y + 62) < 5);
    if (process) {
      return new Tissue(0, 400);
    }
    boolean muscle = ellipsoid(Math.abs(x), y, 34, -66, 24, 17) < 1;
    return muscle ? new Tissue(0, 55) : null;
  }

  private @Nullable Tissue organ(double x, double y, double z) {
    if (ellipsoid(x, y, z, 60, 12, 6, 15, 13, 17) < 1) {
      return new Tissue(Phantom.LESION, 52);
    }
    double kidney = ellipsoid(x, y, z, -50, -34, -38, 20, 19, 40);
    if (kidney < 1) {
      return new Tissue(Phantom.KIDNEY, kidney > 0.45 ? 175 : 140);
    }
    double otherKidney = ellipsoid(x, y, z, 50, -36, -50, 20, 18, 38);
    if (otherKidney < 1) {
      return new Tissue(0, otherKidney > 0.45 ? 175 : 140);
    }
    if (ellipsoid(x, y, 9, -20, 9.5, 9.5) < 1) {
      return new Tissue(0, 190);
    }
    if (ellipsoid(x, y, -14, -19, 12, 8) < 1) {
      return new Tissue(0, 145);
    }
    if (ellipsoid(x, y, z, 34, 46, -26, 11, 13, 17) < 1) {
      return new Tissue(0, 8);
    }
    boolean rightLobe = ellipsoid(x, y, z, 52, 6, 12, 40, 52, 60) < 1;
    boolean leftLobe = ellipsoid(x, y, z, 8, 34, 26, 48, 21, 28) < 1;
    if (rightLobe || leftLobe) {
      boolean vessel =
          Math.abs(vesselA.at(x / 26, y / 26, z / 26)) < 0.1
              && Math.abs(vesselB.at(x / 26, y / 26, z / 26)) < 0.1;
      return new Tissue(Phantom.LIVER, vessel ? 150 : 108);
    }
    if (ellipsoid(x, y, z, -64, -16, 34, 21, 34, 36) < 1) {
      return new Tissue(Phantom.SPLEEN, 128);
    }
    double stomach = ellipsoid(x, y, z, -46, 30, 30, 34, 24, 38);
    if (stomach < 1) {
      return new Tissue(0, stomach > 0.72 ? 70 : y > 38 ? -900 : 25);
    }
    boolean lung = ellipsoid(Math.abs(x), y, z, 52, -4, 112, 44, 62, 52) < 1;
    return lung ? new Tissue(0, -830) : null;
  }

  private boolean bowel(double x, double y, double z) {
    return y > -10 && z < 5 && vesselA.at(x / 19 + 50, y / 19, z / 19) > 0.1;
  }

  private static double wobble(SmoothNoise noise, double x, double y, double z) {
    return 9 * noise.at(x / 45, y / 45, z / 45) + 2.5 * noise.at(x / 15 + 40, y / 15, z / 15);
  }

  /** Returns the squared distance from the centre in radii: below 1 inside. */
  private static double ellipsoid(
      double x,
      double y,
      double z, //
      double centreX,
      double centreY,
      double centreZ, //
      double radiusX,
      double radiusY,
      double radiusZ) {
    double dz = (z - centreZ) / radiusZ;
    return ellipsoid(x, y, centreX, centreY, radiusX, radiusY) + dz * dz;
  }

  private static double ellipsoid(
      double x, double y, double centreX, double centreY, double radiusX, double radiusY) {
    double dx = (x - centreX) / radiusX;
    double dy = (y - centreY) / radiusY;
    return dx * dx + dy * dy;
  }
}
