# Flags that every target of the project shares. Warnings are those of STYLE: the
# checks build with NEWSARC_STRICT, users do not.
add_library(newsarc_flags INTERFACE)
target_compile_options(newsarc_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion
  $<$<BOOL:${NEWSARC_STRICT}>:-Werror>)
target_compile_definitions(newsarc_flags INTERFACE _GNU_SOURCE)
if(NEWSARC_SANITIZE)
  target_compile_options(newsarc_flags INTERFACE
    -fsanitize=${NEWSARC_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(newsarc_flags INTERFACE -fsanitize=${NEWSARC_SANITIZE})
endif()
if(NEWSARC_FUZZ AND CMAKE_C_COMPILER_ID MATCHES Clang)
  target_compile_options(newsarc_flags INTERFACE -fsanitize=fuzzer-no-link)
  target_compile_definitions(newsarc_flags INTERFACE FUZZING_BUILD_MODE_UNSAFE_FOR_PRODUCTION)
endif()
