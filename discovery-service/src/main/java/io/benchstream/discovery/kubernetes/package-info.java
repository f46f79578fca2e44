/** Kubernetes: what its informers show, with the labels that Prometheus gives to it. */
@NullMarked
package io.benchstream.discovery.kubernetes;

import org.jspecify.annotations.NullMarked;
