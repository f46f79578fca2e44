/** {@code benchstream doctor}: looks at every part of an installation and says what to do. */
@NullMarked
package io.benchstream.cli.doctor;

import org.jspecify.annotations.NullMarked;
