/**
 * What a session begins with, from files: the image, the marks, the labels of another program. The
 * command {@code segment} and jobs of cohorts read it alike.
 */
@NullMarked
package org.mem3d.batch.input;

import org.jspecify.annotations.NullMarked;
