/** Avro serdes on Apicurio Registry, and the keys of records. */
@NullMarked
package io.benchstream.schemas.registry;

import org.jspecify.annotations.NullMarked;
