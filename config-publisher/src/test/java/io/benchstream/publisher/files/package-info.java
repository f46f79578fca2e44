/** Tests of the configuration directory. */
@NullMarked
package io.benchstream.publisher.files;

import org.jspecify.annotations.NullMarked;
