/** ConfigMaps from which a vmagent in Kubernetes reads its configuration. */
@NullMarked
package io.benchstream.publisher.kubernetes;

import org.jspecify.annotations.NullMarked;
