package io.benchstream.publisher.remotewrite;

import io.benchstream.publisher.remotewrite.SnappyTemplate.Segment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Compresses a block once, on behalf of all scrapes that it will be used for. Greedy, as Snappy is:
 * the last place with the same 4 bytes, or the series before, whichever gives more.
 *
 * <p>Works on symbols in place of bytes: 0 to 255 are bytes of labels, those of a timestamp are
 * equal to the same ones of another timestamp only, and those of a value to nothing.
 */
final class SnappyTemplateBuilder {
  private static final int VALUE_LENGTH = 8;

  /** The timestamp's tag, which is the same for all, and its 6 bytes. */
  private static final int TIME_LENGTH = 1 + 6;

  private static final char FIRST_OF_TIME = 0x100;
  private static final char VALUE = 0x200;
  private static final int LEAST_MATCH = 4;
  private static final int HASH_BITS = 12;

  /** How many timestamps back the copy of one may begin: what follows it is part of the copy. */
  private static final int TIMES_BACK = 4;

  private final SeriesBlock block;
  private final int maxPlain;
  private final SnappyElements elements = new SnappyElements();
  private final int[] valueAt;
  private final List<Segment> segments = new ArrayList<>();

  /** Of the segment at hand. */
  private char[] symbols = new char[0];

  private byte[] plain = new byte[0];
  private int length;
  private final int[] last = new int[1 << HASH_BITS];

  /** Where values begin in it, and to which series they belong. */
  private int[] holes = new int[16];

  private int[] series = new int[16];
  private int samples;

  private SnappyTemplateBuilder(SeriesBlock block, int maxPlain) {
    this.block = block;
    this.maxPlain = Math.min(maxPlain, SnappyElements.MOST_BACK);
    this.valueAt = new int[block.size()];
    Arrays.fill(valueAt, SnappyTemplate.OMITTED);
  }

  /**
   * The template of a block; null where a single series is too long for one.
   *
   * @param maxPlain a segment ends before it stands for more bytes than that, unless it is of one
   *     series
   */
  static @Nullable SnappyTemplate build(SeriesBlock block, int maxPlain) {
    return new SnappyTemplateBuilder(block, maxPlain).build();
  }

  private @Nullable SnappyTemplate build() {
    int first = 0;
    while (first < block.size()) {
      int end = collect(first);
      if (length > SnappyElements.MOST_BACK) {
        return null;
      }
      segments.add(samples == 0 ? nothing(first, end) : compress(first, end));
      first = end;
    }
    return new SnappyTemplate(elements.toArray(), valueAt, segments.toArray(Segment[]::new));
  }

  private Segment nothing(int first, int end) {
    return new Segment(first, end, 0, elements.length(), elements.length(), 0, 0);
  }

  /** Lays the next series out; returns the index behind the last one of the segment. */
  private int collect(int first) {
    length = 0;
    samples = 0;
    int next = first;
    while (next < block.size()) {
      int prefix = block.offsets[next + 1] - block.offsets[next];
      int more = prefix + VALUE_LENGTH + TIME_LENGTH;
      if (prefix > 0) {
        if (samples > 0 && length + more > maxPlain) {
          break;
        }
        layOut(next, prefix, more);
      }
      next++;
    }
    return next;
  }

  private void layOut(int which, int prefix, int more) {
    if (symbols.length < length + more) {
      int room = Math.max(2 * symbols.length, length + more);
      symbols = Arrays.copyOf(symbols, room);
      plain = Arrays.copyOf(plain, room);
    }
    if (samples == holes.length) {
      holes = Arrays.copyOf(holes, 2 * samples);
      series = Arrays.copyOf(series, 2 * samples);
    }
    int from = block.offsets[which];
    for (int i = 0; i < prefix; i++) {
      plain[length] = block.bytes[from + i];
      symbols[length++] = (char) (block.bytes[from + i] & 0xff);
    }
    holes[samples] = length;
    series[samples++] = which;
    for (int i = 0; i < VALUE_LENGTH; i++) {
      plain[length] = 0;
      symbols[length++] = VALUE;
    }
    plain[length] = SeriesBlock.TAG_TIMESTAMP;
    symbols[length++] = SeriesBlock.TAG_TIMESTAMP;
    for (int i = 0; i < TIME_LENGTH - 1; i++) {
      plain[length] = 0;
      symbols[length++] = (char) (FIRST_OF_TIME + i);
    }
  }

  private Segment compress(int first, int end) {
    Arrays.fill(last, -1);
    int from = elements.length();
    int firstTime = holes[0] + VALUE_LENGTH;
    int timeAt = 0;
    int literal = 0; // where what is not written yet begins
    int at = 0;
    for (int sample = 0; sample < samples; sample++) {
      int hole = holes[sample];
      while (at < hole) {
        int source = candidate(at, hole);
        int match = source < 0 ? 0 : match(source, at);
        if (match < LEAST_MATCH) {
          at++;
        } else {
          writeLiteral(literal, at);
          at = copy(source, at, match);
          literal = at;
        }
      }
      at = hole + VALUE_LENGTH;
      if (sample == 0) {
        // Through the timestamp, which later ones are copies of.
        int begin = literal;
        at += TIME_LENGTH;
        int code = elements.literal(plain, begin, at - begin);
        valueAt[series[0]] = code + hole - begin;
        timeAt = code + firstTime + 1 - begin;
      } else {
        valueAt[series[sample]] = elements.literal(plain, literal, at - literal) + hole - literal;
        int source = timeBefore(sample, at);
        at = copy(source, at, match(source, at));
      }
      literal = at;
    }
    return new Segment(first, end, samples, from, elements.length(), timeAt, length);
  }

  private void writeLiteral(int from, int to) {
    if (to > from) {
      elements.literal(plain, from, to - from);
    }
  }

  private int copy(int source, int at, int count) {
    elements.copy(at - source, count);
    for (int i = at; i < at + count; i++) {
      remember(i);
    }
    return at + count;
  }

  /** Of the timestamps before this one the one that most of what follows is the same behind. */
  private int timeBefore(int sample, int at) {
    int best = holes[sample - 1] + VALUE_LENGTH;
    int most = match(best, at);
    for (int back = 2; back <= TIMES_BACK && back <= sample; back++) {
      int source = holes[sample - back] + VALUE_LENGTH;
      int match = match(source, at);
      if (match > most) {
        best = source;
        most = match;
      }
    }
    return best;
  }

  /** An earlier place with the same 4 bytes; negative where none is known. */
  private int candidate(int at, int hole) {
    if (at + LEAST_MATCH > hole) {
      return -1;
    }
    int hash = hash(at);
    int found = last[hash];
    last[hash] = at;
    return found;
  }

  private void remember(int at) {
    if (at + LEAST_MATCH <= length
        && symbols[at] < FIRST_OF_TIME
        && symbols[at + LEAST_MATCH - 1] < FIRST_OF_TIME
        && symbols[at + 1] < FIRST_OF_TIME
        && symbols[at + 2] < FIRST_OF_TIME) {
      last[hash(at)] = at;
    }
  }

  private int hash(int at) {
    int four =
        symbols[at] | (symbols[at + 1] << 8) | (symbols[at + 2] << 16) | (symbols[at + 3] << 24);
    return (four * 0x9E3779B1) >>> (32 - HASH_BITS);
  }

  private int match(int source, int at) {
    int count = 0;
    while (at + count < length
        && symbols[at + count] == symbols[source + count]
        && symbols[at + count] != VALUE) {
      count++;
    }
    return count;
  }
}
