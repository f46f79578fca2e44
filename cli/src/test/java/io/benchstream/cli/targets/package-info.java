@NullMarked
package io.benchstream.cli.targets;

import org.jspecify.annotations.NullMarked;
