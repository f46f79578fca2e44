@NullMarked
package io.benchstream.cli.local;

import org.jspecify.annotations.NullMarked;
