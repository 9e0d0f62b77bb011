/* Dates of the proleptic Gregorian calendar as days since 1970-01-01 (32 bits; years 1 to 9999). */
#ifndef ASSESSC_DATE_H
#define ASSESSC_DATE_H
#include <stdbool.h>
#include <stdint.h>
#include "base/buffer.h"

bool date_from_parts(int year, int month, int day, int32_t *days);           /* false: there is no such day */
void date_to_parts(int32_t days, int *year, int *month, int *day);
int date_days_in_month(int year, int month);
int date_days_in_year(int year);
void date_format(int32_t days, struct buffer *out);                          /* 2024-06-30 */

#endif
