/** Parts as parameters of JUnit tests; needs JUnit, which this module brings to nobody. */
@NullMarked
package io.benchstream.local.junit;

import org.jspecify.annotations.NullMarked;
