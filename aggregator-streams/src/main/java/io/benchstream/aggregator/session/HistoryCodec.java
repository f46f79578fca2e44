package io.benchstream.aggregator.session;

import io.benchstream.aggregator.bytes.CompactReader;
import io.benchstream.aggregator.bytes.CompactWriter;
import io.benchstream.aggregator.layout.Layout;
import io.benchstream.aggregator.scope.ScopeWindow;
import io.benchstream.kpi.window.KpiValues;
import io.benchstream.schemas.Bucket;
import io.benchstream.schemas.KpiPartial;
import io.benchstream.schemas.KpiQuality;
import io.benchstream.schemas.KpiScope;
import io.benchstream.schemas.KpiType;
import io.benchstream.schemas.KpiWindow;
import io.benchstream.schemas.OffsetRange;
import io.benchstream.schemas.WindowStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.OptionalDouble;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A final window of a scope as bytes, a fifth of the size that it has on the topic {@code kpis}. It
 * stands on its own: recipes may change in the days that it is kept. Values are not kept, but
 * computed again from the partial. Not thread-safe.
 */
public final class HistoryCodec {
  private static final int VERSION = 1;

  private final long windowMs;
  private final CompactWriter out = new CompactWriter();

  /**
   * @param windowMs length of the windows that are written
   */
  public HistoryCodec(long windowMs) {
    this.windowMs = windowMs;
  }

  public byte[] encode(ScopeWindow window) {
    String job = window.scope().job();
    out.reset().octet(VERSION).unsigned(windowMs).text(window.scope().cluster());
    out.octet(job == null ? 0 : 1).text(job == null ? "" : job).texts(window.labels());
    out.unsigned(window.targetIds().size());
    window.targetIds().forEach(out::text);
    out.unsigned(window.offsets().size());
    for (OffsetRange range : window.offsets()) {
      out.unsigned(range.getPartition()).unsigned(range.getFrom());
      out.unsigned(range.getTo() - range.getFrom());
    }
    String version = window.kpis().isEmpty() ? "" : window.kpis().getFirst().getRecipeVersion();
    out.text(version).unsigned(window.kpis().size());
    window.kpis().forEach(this::write);
    return out.toBytes();
  }

  public ScopeWindow decode(long end, byte[] bytes) {
    CompactReader in = new CompactReader(bytes);
    int version = in.octet();
    if (version != VERSION) {
      throw new IllegalStateException(
          "window of version %d; this release reads %d: reset the aggregator's state"
              .formatted(version, VERSION));
    }
    long length = in.unsigned();
    String cluster = in.text();
    boolean hasJob = in.octet() == 1;
    String job = in.text();
    Layout.Scope scope = new Layout.Scope(cluster, hasJob ? job : null);
    var labels = in.texts();
    NavigableSet<String> targetIds = new TreeSet<>();
    for (int i = in.count(); i > 0; i--) {
      targetIds.add(in.text());
    }
    List<OffsetRange> offsets = new ArrayList<>();
    for (int i = in.count(); i > 0; i--) {
      int partition = in.count();
      long from = in.unsigned();
      offsets.add(new OffsetRange(partition, from, from + in.unsigned()));
    }
    String recipes = in.text();
    List<KpiWindow> kpis = new ArrayList<>();
    for (int i = in.count(); i > 0; i--) {
      kpis.add(kpi(in, scope, end, length, recipes));
    }
    return new ScopeWindow(scope, end, WindowStatus.FINAL, kpis, labels, targetIds, offsets);
  }

  private void write(KpiWindow kpi) {
    out.text(kpi.getKpi()).text(kpi.getUnit()).text(kpi.getType().name());
    out.texts(kpi.getScope().getLabels());
    List<Double> quantiles = new ArrayList<>();
    for (String name : new TreeSet<>(kpi.getValues().keySet())) {
      KpiValues.quantile(name).ifPresent(quantiles::add);
    }
    out.unsigned(quantiles.size());
    quantiles.forEach(out::number);
    KpiQuality quality = kpi.getQuality();
    out.unsigned(quality.getScrapesSeen()).unsigned(quality.getScrapesExpected());
    out.unsigned(quality.getTargetsUp()).unsigned(quality.getTargetsExpected());
    out.unsigned(quality.getCounterResets()).unsigned(quality.getGapMs());
    KpiPartial partial = kpi.getPartial();
    out.unsigned(partial.getDurationMs()).number(partial.getIncrease());
    out.number(partial.getDenominatorIncrease()).number(partial.getSum());
    out.number(partial.getCount());
    write(partial.getMin());
    write(partial.getMax());
    write(partial.getLast());
    out.unsigned(partial.getBuckets().size());
    double before = 0;
    for (Bucket bucket : partial.getBuckets()) {
      out.number(bucket.getUpperBound()).number(bucket.getIncrease(), before);
      before = bucket.getIncrease();
    }
  }

  private void write(@Nullable Double value) {
    out.number(value == null ? Double.NaN : value);
  }

  private static KpiWindow kpi(
      CompactReader in, Layout.Scope scope, long end, long length, String recipes) {
    String name = in.text();
    String unit = in.text();
    KpiType type = KpiType.valueOf(in.text());
    KpiScope of = new KpiScope(scope.cluster(), scope.job(), in.texts());
    List<Double> quantiles = new ArrayList<>();
    for (int i = in.count(); i > 0; i--) {
      quantiles.add(in.number());
    }
    KpiQuality quality = new KpiQuality();
    quality.setScrapesSeen(in.count());
    quality.setScrapesExpected(in.count());
    quality.setTargetsUp(in.count());
    quality.setTargetsExpected(in.count());
    quality.setCounterResets(in.count());
    quality.setGapMs(in.unsigned());
    KpiPartial partial = partial(in);
    KpiValues values = KpiValues.of(type, quantiles, partial);
    quality.setBucketWidths(values.bucketWidths());
    KpiWindow kpi = new KpiWindow();
    kpi.setScope(of);
    kpi.setKpi(name);
    kpi.setType(type);
    kpi.setUnit(unit);
    kpi.setWindowStart(Instant.ofEpochMilli(end - length));
    kpi.setWindowEnd(Instant.ofEpochMilli(end));
    kpi.setValues(values.values());
    kpi.setQuality(quality);
    kpi.setStatus(WindowStatus.FINAL);
    kpi.setRecipeVersion(recipes);
    kpi.setPartial(partial);
    return kpi;
  }

  private static KpiPartial partial(CompactReader in) {
    KpiPartial partial = new KpiPartial();
    partial.setDurationMs(in.unsigned());
    partial.setIncrease(in.number());
    partial.setDenominatorIncrease(in.number());
    partial.setSum(in.number());
    partial.setCount(in.number());
    optional(in).ifPresent(partial::setMin);
    optional(in).ifPresent(partial::setMax);
    optional(in).ifPresent(partial::setLast);
    List<Bucket> buckets = new ArrayList<>();
    double before = 0;
    for (int i = in.count(); i > 0; i--) {
      double bound = in.number();
      before = in.number(before);
      buckets.add(new Bucket(bound, before));
    }
    partial.setBuckets(buckets);
    return partial;
  }

  private static OptionalDouble optional(CompactReader in) {
    double value = in.number();
    return Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
  }
}
