/** Records of the topics as JSON, to read and to write. */
@NullMarked
package io.benchstream.cli.json;

import org.jspecify.annotations.NullMarked;
