#include "roman.h"

#include <string.h>

static const struct {
    long value;
    const char *text;
} digits[] = {
    {1000, "M"}, {900, "CM"}, {500, "D"}, {400, "CD"}, {100, "C"}, {90, "XC"}, {50, "L"},
    {40, "XL"},  {10, "X"},   {9, "IX"},  {5, "V"},    {4, "IV"},  {1, "I"},
};
static const size_t count = sizeof digits / sizeof *digits;

int roman_write(long number, char numeral[ROMAN_SIZE]) {
    if (number < 1 || number > ROMAN_MAX) return 0;
    numeral[0] = '\0';
    for (size_t i = 0; i < count; i++)
        for (; number >= digits[i].value; number -= digits[i].value) strcat(numeral, digits[i].text);
    return 1;
}

long roman_read(const char *numeral) {
    long number = 0;
    const char *rest = numeral;
    for (size_t i = 0; i < count; i++) {
        size_t length = strlen(digits[i].text);
        for (; strncmp(rest, digits[i].text, length) == 0 && number <= ROMAN_MAX; rest += length)
            number += digits[i].value;
    }
    char proper[ROMAN_SIZE];
    return *rest == '\0' && roman_write(number, proper) && strcmp(numeral, proper) == 0 ? number : 0;
}
