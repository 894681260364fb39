/**
 * The JSON of mem3d's own files, read and written without a library: the engine is embedded in
 * programs that bring their own.
 */
@NullMarked
package org.mem3d.runtime.json;

import org.jspecify.annotations.NullMarked;
