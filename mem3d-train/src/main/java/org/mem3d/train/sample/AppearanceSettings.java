package org.mem3d.train.sample;

/**
 * How often each change of appearance is made; 0 switches one off, so that its worth can be
 * measured. Filled once, then only read.
 */
public final class AppearanceSettings {
  /** A power of the intensities. */
  public double gamma = 0.4;

  /** Bright becomes dark. */
  public double inverted = 0.15;

  /** A random curve of the intensities, not monotone. */
  public double curve = 0.1;

  /** A smooth field that brightens and darkens. */
  public double bias = 0.25;

  /** Each slice is brighter or darker than the others. */
  public double gain = 0.25;

  /** White noise. */
  public double noise = 0.3;

  /** Noise whose neighbouring pixels are alike. */
  public double grain = 0.15;

  /** Noise in proportion to the intensity, as of ultrasound and radar. */
  public double speckle = 0.1;

  /** A blur. */
  public double blur = 0.15;

  /** Edges stronger than they were. */
  public double sharpened = 0.1;

  /** Ripples beside edges, as of a cut spectrum (Gibbs). */
  public double ringing = 0.08;

  /** Fewer pixels, brought back to as many. */
  public double coarse = 0.2;

  /** Fewer pixels along one direction alone. */
  public double stretched = 0.1;

  /** Slices mixed with those beside them. */
  public double thick = 0.12;

  /** One value outside a circle or a box. */
  public double padding = 0.1;

  /** Slices cut close around the object, as volumes are that were cut out for one organ. */
  public double cropped = 0.2;

  /** Turns and mirrors of the slices. */
  public double turned = 1;

  /** How strong the changes are, 1 being as they were meant. */
  public double strength = 1;

  /** Returns settings that change nothing. */
  public static AppearanceSettings none() {
    AppearanceSettings none = new AppearanceSettings();
    none.gamma = 0;
    none.inverted = 0;
    none.curve = 0;
    none.bias = 0;
    none.gain = 0;
    none.noise = 0;
    none.grain = 0;
    none.speckle = 0;
    none.blur = 0;
    none.sharpened = 0;
    none.ringing = 0;
    none.coarse = 0;
    none.stretched = 0;
    none.thick = 0;
    none.padding = 0;
    none.cropped = 0;
    none.turned = 0;
    return none;
  }
}
