@NullMarked
package io.benchstream.cli.completion;

import org.jspecify.annotations.NullMarked;
