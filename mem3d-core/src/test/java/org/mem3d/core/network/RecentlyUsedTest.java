package org.mem3d.core.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is kept within a budget, and what makes room. */
class RecentlyUsedTest {
  private final List<String> evicted = new ArrayList<>();
  private final RecentlyUsed<Integer, String> kept =
      new RecentlyUsed<>(6, String::length, evicted::add);

  @Test
  void theOneNotUsedForLongestMakesRoom() {
    kept.put(1, "aa");
    kept.put(2, "bb");
    kept.put(3, "cc");
    assertThat(kept.use(1)).isEqualTo("aa");
    kept.put(4, "ddd");
    assertThat(evicted).containsExactly("bb", "cc");
    assertThat(kept.values()).containsExactly("aa", "ddd");
    assertThat(kept.weight()).isEqualTo(5);
    assertThat(kept.use(2)).isNull();
  }

  @Test
  void whatExceedsTheBudgetDropsNothingElse() {
    kept.put(1, "aaa");
    kept.put(2, "bbbbbbb");
    assertThat(evicted).containsExactly("bbbbbbb");
    assertThat(kept.values()).containsExactly("aaa");
  }

  @Test
  void aKeyHasOneValue() {
    kept.put(1, "aaa");
    kept.put(1, "bb");
    assertThat(evicted).containsExactly("aaa");
    assertThat(kept.weight()).isEqualTo(2);
    kept.evict(key -> key == 1);
    assertThat(evicted).containsExactly("aaa", "bb");
    assertThat(kept.weight()).isZero();
    assertThat(kept.values()).isEmpty();
  }

  @Test
  void everyValueIsKeptOrEvictedOnce() {
    long seed = Long.getLong("mem3d.seed", System.nanoTime());
    System.out.println("RecentlyUsedTest: -Dmem3d.seed=" + seed);
    Random random = new Random(seed);
    List<String> all = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      int key = random.nextInt(9);
      if (random.nextInt(3) == 0) {
        kept.use(key);
      } else if (random.nextInt(20) == 0) {
        kept.evict(other -> other > key);
      } else {
        String value = "v".repeat(random.nextInt(8)) + i % 10;
        all.add(value);
        kept.put(key, value);
      }
      assertThat(kept.weight())
          .isLessThanOrEqualTo(6)
          .isEqualTo(kept.values().stream().mapToLong(String::length).sum());
    }
    List<String> seen = new ArrayList<>(evicted);
    seen.addAll(kept.values());
    assertThat(seen).containsExactlyInAnyOrderElementsOf(all);
  }
}
