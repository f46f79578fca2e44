/** {@code benchstream profiles}: what kinds of clusters and jobs expose. */
@NullMarked
package io.benchstream.cli.profiles;

import org.jspecify.annotations.NullMarked;
