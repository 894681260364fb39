package org.mem3d;

/**
 * A colour for each label 0 to 255, 0xRRGGBB. The first are far apart, for people who do not tell
 * red from green too; 0, the background, is black.
 */
final class LabelPalette {
  private static final int[] TABLE = table();

  private LabelPalette() {}

  /** Returns a label's colour; labels above 255 begin again at 1. */
  static int rgb(int label) {
    return label <= 0 ? 0 : TABLE[(label - 1) % 255 + 1];
  }

  private static int[] table() {
    int[] chosen = {
      0x000000, 0xff5a36, 0x2fa8ff, 0xffd23f, 0x3ddc84, 0xd46bff, 0x00d5d5, 0xff8fc7, 0xa6e22e
    };
    int[] table = new int[256];
    for (int label = 0; label < 256; label++) {
      if (label < chosen.length) {
        table[label] = chosen[label];
      } else {
        // Steps of the golden ratio never come close to a hue that was there shortly before.
        double hue = label * 0.61803398875 % 1;
        table[label] = ofHue(hue, 0.55 + 0.15 * (label % 4), 1 - 0.13 * (label / 4 % 4));
      }
    }
    return table;
  }

  private static int ofHue(double hue, double saturation, double value) {
    int rgb = 0;
    for (int channel = 0; channel < 3; channel++) {
      double phase = (hue * 6 + 6 - 2 * channel) % 6;
      double distance = Math.min(phase, 6 - phase);
      double strength = Math.max(0, Math.min(1, 2 - distance));
      double level = value * (1 - saturation * (1 - strength));
      rgb = rgb << 8 | (int) Math.rint(255 * level);
    }
    return rgb;
  }
}
