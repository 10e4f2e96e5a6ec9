/* cmocka wants these four before it, in any order: include "unit/unit.h" instead of <cmocka.h>. */
#ifndef NA_TESTS_UNIT_H
#define NA_TESTS_UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#endif
