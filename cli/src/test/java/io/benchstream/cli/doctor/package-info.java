@NullMarked
package io.benchstream.cli.doctor;

import org.jspecify.annotations.NullMarked;
