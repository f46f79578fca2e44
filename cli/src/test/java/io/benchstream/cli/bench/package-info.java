@NullMarked
package io.benchstream.cli.bench;

import org.jspecify.annotations.NullMarked;
