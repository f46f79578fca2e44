@NullMarked
package io.benchstream.cli;

import org.jspecify.annotations.NullMarked;
