package org.mem3d.viewer.surface;

/**
 * From where surfaces are looked at. Immutable.
 *
 * @param yaw degrees around the body's axis; 0 looks at the front
 * @param pitch height of the eye over the horizon in degrees, -90 to 90
 * @param zoom 1 shows all
 */
record View(double yaw, double pitch, double zoom) {
  static final View FRONT = new View(25, 15, 1);

  View turned(double byYaw, double byPitch) {
    return new View(yaw + byYaw, Math.max(-90, Math.min(90, pitch + byPitch)), zoom);
  }

  View zoomed(double factor) {
    return new View(yaw, pitch, Math.max(0.2, Math.min(20, zoom * factor)));
  }

  /**
   * Returns the rows of the rotation from the world (RAS+) to the screen: to the right, down, and
   * away from the eye.
   */
  double[] rotation() {
    double cy = Math.cos(Math.toRadians(yaw));
    double sy = Math.sin(Math.toRadians(yaw));
    double cp = Math.cos(Math.toRadians(pitch));
    double sp = Math.sin(Math.toRadians(pitch));
    // Seen from the front, the patient's right (+x) is on the left; away from the eye is the back.
    return new double[] {
      -cy, -sy, 0, //
      -sy * sp, cy * sp, -cp, //
      sy * cp, -cy * cp, -sp
    };
  }
}
