package io.benchstream.gateway.access;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * TLS of the server.
 *
 * @param certificateFile certificate chain in PEM
 * @param keyFile its private key in PEM, PKCS#8
 */
public record ServerTlsConfig(Path certificateFile, Path keyFile) {
  public ServerTlsConfig(@Nullable Path certificateFile, @Nullable Path keyFile) {
    if (certificateFile == null || keyFile == null) {
      throw new IllegalArgumentException("tls needs certificate_file and key_file");
    }
    this.certificateFile = certificateFile;
    this.keyFile = keyFile;
  }
}
