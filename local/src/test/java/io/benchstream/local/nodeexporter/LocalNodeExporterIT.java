package io.benchstream.local.nodeexporter;

import static org.assertj.core.api.Assertions.assertThat;

import io.benchstream.local.fetch.Binaries;
import io.benchstream.local.fetch.Tool;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalNodeExporterIT {
  @TempDir Path directory;

  @Test
  void showsThisMachine() throws Exception {
    Path binary = Binaries.of(System.out::println).find(Tool.NODE_EXPORTER);
    try (LocalNodeExporter exporter =
        LocalNodeExporter.start(LocalNodeExporter.Settings.in(binary, directory))) {
      String page =
          HttpClient.newHttpClient()
              .send(HttpRequest.newBuilder(exporter.metricsUrl()).build(), BodyHandlers.ofString())
              .body();

      assertThat(page).contains("node_exporter_build_info{").contains("node_memory_MemTotal_bytes");
    }
  }
}
