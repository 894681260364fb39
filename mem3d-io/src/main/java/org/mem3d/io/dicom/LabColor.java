package org.mem3d.io.dicom;

/** Colours as DICOM has them, CIELab under D50 in three numbers of 16 bits. Stateless. */
final class LabColor {
  /** Linear sRGB to XYZ under D50, rows. */
  private static final double[][] TO_XYZ = {
    {0.4360747, 0.3850649, 0.1430804},
    {0.2225045, 0.7168786, 0.0606169},
    {0.0139322, 0.0971045, 0.7141733}
  };

  private static final double[][] TO_RGB = {
    {3.1338561, -1.6168667, -0.4906146},
    {-0.9787684, 1.9161415, 0.0334540},
    {0.0719453, -0.2289914, 1.4052427}
  };

  private static final double[] WHITE = {0.96422, 1, 0.82521};

  private LabColor() {}

  /** Returns L, a and b of a colour 0xRRGGBB. */
  static int[] ofRgb(int rgb) {
    double[] linear = new double[3];
    for (int i = 0; i < 3; i++) {
      double c = (rgb >> (16 - 8 * i) & 255) / 255.0;
      linear[i] = c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4);
    }
    double[] f = new double[3];
    for (int i = 0; i < 3; i++) {
      double t = product(TO_XYZ[i], linear) / WHITE[i];
      f[i] = t > 216.0 / 24389 ? Math.cbrt(t) : (24389.0 / 27 * t + 16) / 116;
    }
    double l = 116 * f[1] - 16;
    double a = 500 * (f[0] - f[1]);
    double b = 200 * (f[1] - f[2]);
    return new int[] {stored(l / 100), stored((a + 128) / 255), stored((b + 128) / 255)};
  }

  /** Returns the nearest colour 0xRRGGBB of L, a and b. */
  static int toRgb(int[] lab) {
    double l = lab[0] / 65535.0 * 100;
    double a = lab[1] / 65535.0 * 255 - 128;
    double b = lab[2] / 65535.0 * 255 - 128;
    double fy = (l + 16) / 116;
    double[] f = {fy + a / 500, fy, fy - b / 200};
    double[] xyz = new double[3];
    for (int i = 0; i < 3; i++) {
      double cube = f[i] * f[i] * f[i];
      xyz[i] = WHITE[i] * (cube > 216.0 / 24389 ? cube : (116 * f[i] - 16) * 27 / 24389);
    }
    int rgb = 0;
    for (int i = 0; i < 3; i++) {
      double c = product(TO_RGB[i], xyz);
      double shown = c <= 0.0031308 ? 12.92 * c : 1.055 * Math.pow(c, 1 / 2.4) - 0.055;
      rgb = rgb << 8 | (int) Math.round(255 * Math.max(0, Math.min(1, shown)));
    }
    return rgb;
  }

  private static double product(double[] row, double[] of) {
    return row[0] * of[0] + row[1] * of[1] + row[2] * of[2];
  }

  private static int stored(double part) {
    return (int) Math.round(65535 * Math.max(0, Math.min(1, part)));
  }
}
