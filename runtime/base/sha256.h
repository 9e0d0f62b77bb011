/* SHA-256 (FIPS 180-4): names a rule file, a ledger or an edition by what it holds. */
#ifndef ASSESSC_SHA256_H
#define ASSESSC_SHA256_H
#include <stddef.h>
#include <stdint.h>

void sha256(const void *bytes, size_t length, uint8_t digest[32]);

#endif
