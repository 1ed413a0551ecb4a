package org.socius.contracts.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ReferenceTest {

    private static final LocalDate TODAY = LocalDate.of(2026, 11, 21);

    @Test
    void the_default_list_has_138_eligible_countries() {
        assertThat(Countries.all().stream().filter(c -> Countries.isEligible(c.iso2(), TODAY)))
                .hasSize(138);
        assertThat(Countries.isEligible("CO", LocalDate.of(2012, 12, 31))).isFalse();
        assertThat(Countries.isEligible("CO", LocalDate.of(2013, 1, 1))).isTrue();
        assertThat(Countries.isEligible("KP", TODAY)).isFalse();
    }

    @Test
    void the_united_kingdom_was_a_member_until_the_end_of_january_2020() {
        assertThat(MemberStates.isMember("GB", LocalDate.of(2020, 1, 31))).isTrue();
        assertThat(MemberStates.isMember("GB", LocalDate.of(2020, 2, 1))).isFalse();
        assertThat(MemberStates.isMember("HR", LocalDate.of(2013, 6, 30))).isFalse();
        assertThat(MemberStates.isMember("HR", LocalDate.of(2013, 7, 1))).isTrue();
        assertThat(MemberStates.all().stream().filter(s -> MemberStates.isMember(s.iso2(), TODAY)))
                .hasSize(27);
    }

    @Test
    void types_of_assistance_are_spelt_as_printed() {
        assertThat(CodeList.TYPES_OF_ASSISTANCE.byLabel("Institutional (Regulatory & Policy)"))
                .hasValueSatisfying(type -> assertThat(type.code()).isEqualTo("TA-IRP"));
        assertThat(CodeList.TYPES_OF_ASSISTANCE.contains("TA-CAP")).as("a retired type").isFalse();
        assertThat(CodeList.TYPES_OF_ASSISTANCE.find("TA-CAP")).isPresent();
        assertThat(CodeList.THEMES.entries()).hasSize(35);
    }

    @Test
    void an_expertise_area_is_a_letter_with_an_optional_number() {
        assertThat(CodeList.EXPERTISE_AREAS.contains("E")).isTrue();
        assertThat(CodeList.EXPERTISE_AREAS.contains("E15")).isTrue();
        assertThat(CodeList.EXPERTISE_AREAS.contains("L1")).isFalse();
        assertThat(CodeList.EXPERTISE_AREAS.contains("E1x")).isFalse();
    }

    @Test
    void an_alias_names_the_same_country() {
        assertThat(Countries.byName("Ivory Coast")).isEqualTo(Countries.find("CI"));
    }
}
