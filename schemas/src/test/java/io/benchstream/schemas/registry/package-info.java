/** Tests of the serdes and of the schemas' compatibility. */
@NullMarked
package io.benchstream.schemas.registry;

import org.jspecify.annotations.NullMarked;
