# With clang: libFuzzer binaries. With any other compiler: the same targets behind a small driver
# that runs each seed once, so the corpus is also a plain test.
file(GLOB fuzz_targets CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/fuzz/fuzz_*.c)
foreach(source IN LISTS fuzz_targets)
  get_filename_component(name ${source} NAME_WE)
  string(REGEX REPLACE "^fuzz_" "" short ${name})
  if(NEWSARC_FUZZ AND CMAKE_C_COMPILER_ID MATCHES Clang)
    newsarc_test_program(${name} ${source} -fsanitize=fuzzer)
  else()
    newsarc_test_program(${name} ${source})
    target_sources(${name} PRIVATE ${CMAKE_CURRENT_SOURCE_DIR}/fuzz/standalone_driver.c)
  endif()
  if(NEWSARC_TESTS)
    add_test(NAME fuzz.${short}
             COMMAND ${name} ${CMAKE_CURRENT_SOURCE_DIR}/fuzz/seeds/${short})
    set_tests_properties(fuzz.${short} PROPERTIES TIMEOUT 900)
  endif()
endforeach()
