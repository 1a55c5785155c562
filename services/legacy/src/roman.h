/* Roman numerals from 1 to 3999. */
#define ROMAN_MAX 3999
#define ROMAN_SIZE 16

/* Writes a number as a numeral; 0 where there is none for it. */
int roman_write(long number, char numeral[ROMAN_SIZE]);

/* Reads a numeral in upper case, only in its proper form; 0 where it is none. */
long roman_read(const char *numeral);
