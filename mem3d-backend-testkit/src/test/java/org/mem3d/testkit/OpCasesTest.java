package org.mem3d.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.mem3d.graph.Op;

class OpCasesTest {
  @Test
  void everyOperationHasACase() {
    Set<Class<?>> covered = new HashSet<>(List.of(Op.Input.class, Op.Parameter.class));
    OpCases.all().forEach(each -> covered.add(each.op().getClass()));
    assertThat(covered).containsAll(Arrays.asList(Op.class.getPermittedSubclasses()));
  }

  @Test
  void namesAreUniqueAndShapesFit() {
    List<OpCase> cases = OpCases.all();
    assertThat(cases.stream().map(OpCase::name)).doesNotHaveDuplicates();
    assertThat(cases)
        .allSatisfy(each -> assertThat(each.toGraphCase().graph().nodes()).isNotEmpty());
    assertThat(GraphCases.all().stream().map(GraphCase::name)).doesNotHaveDuplicates();
  }

  @Test
  void valuesAreTheSameEachTime() {
    GraphCase one = GraphCases.all().get(0);
    assertThat(one.inputs(0).get("x")).isEqualTo(one.inputs(0).get("x"));
    assertThat(one.inputs(0).get("x")).isNotEqualTo(one.inputs(1).get("x"));
  }
}
