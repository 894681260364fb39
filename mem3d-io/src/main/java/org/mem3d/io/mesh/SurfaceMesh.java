package org.mem3d.io.mesh;

/**
 * The surface of an object: triangles in the world, millimetres in NIfTI's RAS+ frame. It shares
 * its arrays; nobody changes them.
 */
public final class SurfaceMesh {
  private final int label;
  private final float[] points;
  private final float[] normals;
  private final int[] triangles;

  /**
   * Makes a surface that takes its arrays.
   *
   * @param label of the object
   * @param points x, y, z of each corner
   * @param normals x, y, z of the direction outwards at each corner, of length 1
   * @param triangles three corners each, counted from 0, counter-clockwise as seen from outside
   */
  SurfaceMesh(int label, float[] points, float[] normals, int[] triangles) {
    this.label = label;
    this.points = points;
    this.normals = normals;
    this.triangles = triangles;
  }

  /** Returns the label of the object. */
  public int label() {
    return label;
  }

  /** Returns x, y, z of each corner; not to be changed. */
  public float[] points() {
    return points;
  }

  /** Returns x, y, z of the direction outwards at each corner; not to be changed. */
  public float[] normals() {
    return normals;
  }

  /** Returns three corners for each triangle, counted from 0; not to be changed. */
  public int[] triangles() {
    return triangles;
  }

  /** Returns how many corners there are. */
  public int pointCount() {
    return points.length / 3;
  }

  /** Returns how many triangles there are. */
  public int triangleCount() {
    return triangles.length / 3;
  }
}
