package org.mem3d.io.dicom;

import java.nio.file.Path;

/**
 * What was read of a file: the elements of use, and where its pixels lie.
 *
 * @param pixelsAt where the pixel data begin, -1 where there are none
 * @param pixelBytes how many there are; -1 if they are packed in pieces
 * @param words whether pixels are written as words of two bytes
 * @param size bytes of the whole file
 */
record DataSet(
    Path path,
    TransferSyntax syntax,
    Elements elements,
    long pixelsAt,
    long pixelBytes,
    boolean words,
    long size) {
  boolean hasPixels() {
    return pixelsAt >= 0;
  }
}
