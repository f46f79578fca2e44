/** Slurm: its REST API, and what its plugin jobcomp/kafka says of jobs. */
@NullMarked
package io.benchstream.discovery.slurm;

import org.jspecify.annotations.NullMarked;
