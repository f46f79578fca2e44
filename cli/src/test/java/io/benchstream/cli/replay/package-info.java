/** Tests. */
@NullMarked
package io.benchstream.cli.replay;

import org.jspecify.annotations.NullMarked;
