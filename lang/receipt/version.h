/* The program's version, as receipts have it. */
#ifndef ASSESSC_VERSION_H
#define ASSESSC_VERSION_H

#define ASSESSC_VERSION "1.0"

#endif
