#include "roman.h"

#include <stdio.h>
#include <string.h>

static int failed;

static void expect(int holds, const char *what) {
    if (holds) return;
    fprintf(stderr, "failed: %s\n", what);
    failed = 1;
}

int main(void) {
    char numeral[ROMAN_SIZE];
    for (long number = 1; number <= ROMAN_MAX; number++) {
        if (!roman_write(number, numeral) || roman_read(numeral) != number) {
            fprintf(stderr, "failed: %ld to %s and back\n", number, numeral);
            failed = 1;
        }
    }
    expect(roman_write(1994, numeral) && strcmp(numeral, "MCMXCIV") == 0, "1994 is MCMXCIV");
    expect(roman_write(3888, numeral) && strlen(numeral) == ROMAN_SIZE - 1, "the longest numeral fits");
    expect(!roman_write(0, numeral) && !roman_write(ROMAN_MAX + 1, numeral), "0 and 4000 have no numeral");
    expect(!roman_read("") && !roman_read("IIII") && !roman_read("IM"), "improper forms are refused");
    expect(!roman_read("MMMMMMMMMMMMMMMMMMMMMMMM"), "a long numeral is refused");
    if (!failed) puts("ok");
    return failed;
}
