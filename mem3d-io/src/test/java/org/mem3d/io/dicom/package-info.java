/** Tests of DICOM images. */
@NullMarked
package org.mem3d.io.dicom;

import org.jspecify.annotations.NullMarked;
