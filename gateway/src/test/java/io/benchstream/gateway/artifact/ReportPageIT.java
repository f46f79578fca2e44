package io.benchstream.gateway.artifact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.benchstream.schemas.Session;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The report in a real browser: charts are drawn, the console is silent, nobody is asked. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReportPageIT {
  private static final List<String> BROWSERS =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");

  private Path directory;

  @BeforeAll
  void write(@TempDir Path made) throws IOException {
    directory = made;
    String nasty = "</script><img src=http://127.0.0.1:9/x onerror=console.log('broken')>";
    new ArtifactWriter()
        .write(
            made,
            SampleSession.collected(
                Session.newBuilder(SampleSession.session())
                    .setLabels(Map.of("note", nasty, nasty, "name"))
                    .setJobs(List.of(nasty))
                    .build()));
  }

  @Test
  void isDrawnAndAsksNobody() throws Exception {
    Path netLog = directory.resolve("net.json");
    Output output =
        browser("--dump-dom", "--log-net-log=" + netLog, "--net-log-capture-mode=Everything");

    assertThat(output.dom()).contains("data-charts=\"11\"");
    assertThat(Pattern.compile("<canvas").matcher(output.dom()).results().count()).isEqualTo(11);
    assertThat(output.dom()).doesNotContain("<img");
    assertThat(output.log()).doesNotContain("CONSOLE");
    assertThat(requests(netLog)).isEmpty();
  }

  @Test
  void isDrawnInTheDarkToo() throws Exception {
    Path light = directory.resolve("light.png");
    Path dark = directory.resolve("dark.png");
    browser("--screenshot=" + light, "--window-size=1280,1600");
    browser(
        "--screenshot=" + dark,
        "--window-size=1280,1600",
        "--blink-settings=preferredColorScheme=0");

    assertThat(brightness(light)).isGreaterThan(0.85);
    assertThat(brightness(dark)).isLessThan(0.25);
  }

  /** The check itself can fail. */
  @Test
  void aPageThatAsksSomebodyIsNoticed() throws Exception {
    Path page = directory.resolve("asks.html");
    Files.writeString(page, "<script>console.log('hello')</script><img src=http://127.0.0.1:9/x>");
    Path netLog = directory.resolve("asks.json");
    Output output = browserOn(page, "--dump-dom", "--log-net-log=" + netLog);
    assertThat(output.log()).contains("CONSOLE");
    assertThat(requests(netLog)).contains("http://127.0.0.1:9/x");
  }

  private static double brightness(Path png) throws IOException {
    java.awt.image.BufferedImage image = javax.imageio.ImageIO.read(png.toFile());
    double sum = 0;
    int count = 0;
    for (int y = 0; y < image.getHeight(); y += 7) {
      for (int x = 0; x < image.getWidth(); x += 7) {
        int rgb = image.getRGB(x, y);
        sum += ((rgb >> 16 & 255) + (rgb >> 8 & 255) + (rgb & 255)) / 765.0;
        count++;
      }
    }
    return sum / count;
  }

  /** Addresses that the page asked for; what the browser asks by itself has no page behind it. */
  private static List<String> requests(Path netLog) throws IOException {
    List<String> urls = new ArrayList<>();
    JsonNode log = new ObjectMapper().readTree(netLog.toFile());
    for (JsonNode event : log.path("events")) {
      String url = event.at("/params/url").asText();
      JsonNode initiator = event.at("/params/initiator");
      boolean byThePage = initiator.isTextual() && !initiator.asText().equals("not an origin");
      if (url.startsWith("http") && byThePage) {
        urls.add(url);
      }
    }
    return urls;
  }

  private record Output(String dom, String log) {}

  private Output browser(String... options) throws Exception {
    return browserOn(directory.resolve(ArtifactFile.REPORT.fileName()), options);
  }

  private Output browserOn(Path page, String... options) throws Exception {
    Path profile = Files.createTempDirectory(directory, "profile");
    Path log = profile.resolve("log.txt");
    Path dom = profile.resolve("dom.html");
    List<String> command = new ArrayList<>(List.of(executable()));
    command.addAll(
        List.of(
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
            "--user-data-dir=" + profile.resolve("data"),
            "--enable-logging=stderr",
            "--virtual-time-budget=5000",
            "--hide-scrollbars"));
    command.addAll(Arrays.asList(options));
    command.add(page.toUri().toString());
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(dom.toFile())
            .redirectError(log.toFile())
            .start();
    if (!process.waitFor(120, TimeUnit.SECONDS)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      throw new AssertionError("the browser did not end: " + Files.readString(log));
    }
    assertThat(process.exitValue()).as(Files.readString(log)).isZero();
    return new Output(Files.readString(dom, UTF_8), Files.readString(log, UTF_8));
  }

  private static String executable() {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
        .flatMap(path -> BROWSERS.stream().map(name -> Path.of(path, name)))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst()
        .orElseThrow(
            () ->
                new AssertionError(
                    "there is no browser on the PATH; install one, on Debian with: apt-get install"
                        + " chromium"));
  }
}
