@NullMarked
package io.benchstream.cli.json;

import org.jspecify.annotations.NullMarked;
