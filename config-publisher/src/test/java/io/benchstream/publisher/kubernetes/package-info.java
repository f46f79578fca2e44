/** Tests of the ConfigMaps against a mock API server. */
@NullMarked
package io.benchstream.publisher.kubernetes;

import org.jspecify.annotations.NullMarked;
