# Checks of what no unit test sees: the floors, habits of the code, the library's symbols, what is
# installed, and use from another language. Each is a script that prints every fault it finds.
set(checks ${CMAKE_CURRENT_SOURCE_DIR}/checks)
find_program(NEWSARC_PYTHON NAMES python3 PATHS /usr/bin NO_DEFAULT_PATH) # Debian's own
if(NOT NEWSARC_PYTHON)
  find_program(NEWSARC_PYTHON NAMES python3 REQUIRED)
endif()
set(sanitize_flags)
if(NEWSARC_SANITIZE)
  set(sanitize_flags -fsanitize=${NEWSARC_SANITIZE})
endif()

function(newsarc_check name)
  add_test(NAME check.${name} COMMAND ${NEWSARC_PYTHON} ${checks}/check_${name}.py ${ARGN})
  set_tests_properties(check.${name} PROPERTIES TIMEOUT 300 SKIP_RETURN_CODE 77)
endfunction()

newsarc_check(floors ${PROJECT_SOURCE_DIR})
newsarc_check(code ${PROJECT_SOURCE_DIR})
newsarc_check(symbols ${PROJECT_SOURCE_DIR} $<TARGET_FILE:newsarc> $<BOOL:${NEWSARC_CRAWL}>)
newsarc_check(ctypes ${PROJECT_SOURCE_DIR} $<TARGET_FILE:newsarc>)
if(NEWSARC_CLI)
  newsarc_check(installed ${PROJECT_SOURCE_DIR} ${PROJECT_BINARY_DIR} ${CMAKE_C_COMPILER}
                $<BOOL:${NEWSARC_CRAWL}> ${sanitize_flags})
  newsarc_check(manual ${PROJECT_SOURCE_DIR} $<TARGET_FILE:newsarc_cli>)
endif()

# An instrumented library needs its run-time loaded before Python.
if(NEWSARC_SANITIZE MATCHES "address")
  execute_process(COMMAND ${CMAKE_C_COMPILER} -print-file-name=libasan.so
                  OUTPUT_VARIABLE asan_runtime OUTPUT_STRIP_TRAILING_WHITESPACE)
  set_tests_properties(check.ctypes PROPERTIES ENVIRONMENT
                       "LD_PRELOAD=${asan_runtime};ASAN_OPTIONS=detect_leaks=0")
elseif(NEWSARC_SANITIZE MATCHES "thread")
  set_tests_properties(check.ctypes PROPERTIES DISABLED TRUE)
endif()
