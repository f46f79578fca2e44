@NullMarked
package io.benchstream.cli.demo;

import org.jspecify.annotations.NullMarked;
