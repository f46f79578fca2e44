package io.benchstream.aggregator.window;

import io.benchstream.aggregator.bytes.CompactReader;
import io.benchstream.aggregator.bytes.CompactWriter;
import io.benchstream.aggregator.layout.Layout;
import java.util.Map;

/** Contributions as bytes, for the internal topic between targets and scopes. Not thread-safe. */
public final class ContributionCodec {
  private static final int VERSION = 2;

  private final CompactWriter out = new CompactWriter();

  public byte[] encode(Contribution contribution) {
    String job = contribution.scope().job();
    out.reset().octet(VERSION).text(contribution.scope().cluster());
    out.octet(job == null ? 0 : 1).text(job == null ? "" : job);
    out.texts(contribution.labels()).unsigned(contribution.targetIds().size());
    contribution.targetIds().forEach(out::text);
    out.signed(contribution.firstOffset()).signed(contribution.lastOffset());
    out.unsigned(contribution.kpis().size());
    for (Map.Entry<Contribution.Key, KpiSums> entry : contribution.kpis().entrySet()) {
      out.text(entry.getKey().kpi()).texts(entry.getKey().labels());
      write(entry.getValue());
    }
    return out.toBytes();
  }

  public Contribution decode(byte[] bytes) {
    CompactReader in = new CompactReader(bytes);
    int version = in.octet();
    if (version != VERSION) {
      throw new IllegalStateException(
          "contribution of version %d; this release reads %d: let the older one finish first"
              .formatted(version, VERSION));
    }
    String cluster = in.text();
    boolean hasJob = in.octet() == 1;
    String job = in.text();
    Contribution contribution = new Contribution(new Layout.Scope(cluster, hasJob ? job : null));
    Map<String, String> labels = in.texts();
    for (int i = in.count(); i > 0; i--) {
      contribution.addTarget(in.text(), labels);
    }
    contribution.addOffsets(in.signed(), in.signed());
    for (int i = in.count(); i > 0; i--) {
      String kpi = in.text();
      contribution.kpis().put(new Contribution.Key(kpi, in.texts()), read(in));
    }
    return contribution;
  }

  private void write(KpiSums sums) {
    out.number(sums.increase).number(sums.denominator).number(sums.sum).number(sums.count);
    out.number(sums.min, Double.POSITIVE_INFINITY).number(sums.max, Double.NEGATIVE_INFINITY);
    out.number(sums.last).number(sums.lastCount);
    out.unsigned(sums.scrapesSeen).unsigned(sums.scrapesExpected).unsigned(sums.targetsUp);
    out.unsigned(sums.targets).unsigned(sums.resets).unsigned(sums.gapMs);
    out.unsigned(sums.bounds.length);
    double before = 0;
    for (int i = 0; i < sums.bounds.length; i++) {
      out.number(sums.bounds[i]).number(sums.increases[i], before);
      before = sums.increases[i];
    }
  }

  private static KpiSums read(CompactReader in) {
    KpiSums sums = new KpiSums();
    sums.increase = in.number();
    sums.denominator = in.number();
    sums.sum = in.number();
    sums.count = in.number();
    sums.min = in.number(Double.POSITIVE_INFINITY);
    sums.max = in.number(Double.NEGATIVE_INFINITY);
    sums.last = in.number();
    sums.lastCount = in.number();
    sums.scrapesSeen = in.count();
    sums.scrapesExpected = in.count();
    sums.targetsUp = in.count();
    sums.targets = in.count();
    sums.resets = in.count();
    sums.gapMs = in.unsigned();
    int buckets = in.count();
    sums.bounds = new double[buckets];
    sums.increases = new double[buckets];
    double before = 0;
    for (int i = 0; i < buckets; i++) {
      sums.bounds[i] = in.number();
      sums.increases[i] = in.number(before);
      before = sums.increases[i];
    }
    return sums;
  }
}
