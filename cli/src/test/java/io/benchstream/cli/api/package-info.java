@NullMarked
package io.benchstream.cli.api;

import org.jspecify.annotations.NullMarked;
