@NullMarked
package io.benchstream.cli.profiles;

import org.jspecify.annotations.NullMarked;
