package org.mem3d.backend.onednn;

/** Finding the largest of many values. */
final class Selection {
  private Selection() {}

  /**
   * Returns the k-th largest of the first values of a row, by quickselect.
   *
   * @param row reordered
   * @param length how many values count
   */
  static float kthLargest(float[] row, int length, int k) {
    int low = 0;
    int high = length - 1;
    int target = k - 1;
    while (low < high) {
      float pivot = median(row[low], row[(low + high) >>> 1], row[high]);
      int i = low;
      int j = high;
      while (i <= j) {
        while (row[i] > pivot) {
          i++;
        }
        while (row[j] < pivot) {
          j--;
        }
        if (i <= j) {
          float swapped = row[i];
          row[i++] = row[j];
          row[j--] = swapped;
        }
      }
      if (target <= j) {
        high = j;
      } else if (target >= i) {
        low = i;
      } else {
        return row[target];
      }
    }
    return row[target];
  }

  private static float median(float a, float b, float c) {
    return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
  }
}
