/** The directory from which a vmagent reads its configuration. */
@NullMarked
package io.benchstream.publisher.files;

import org.jspecify.annotations.NullMarked;
