/** Records of the topics as JSON, to read and to write. */
@NullMarked
package io.benchstream.runtime.json;

import org.jspecify.annotations.NullMarked;
