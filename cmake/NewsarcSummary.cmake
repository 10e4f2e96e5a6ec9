message(STATUS "newsarc ${PROJECT_VERSION} configured:")
foreach(row "build type;${CMAKE_BUILD_TYPE}" "sanitizers;${NEWSARC_SANITIZE}"
        "crawling;${NEWSARC_CRAWL}" "command;${NEWSARC_CLI}" "tests;${NEWSARC_TESTS}"
        "fuzz targets;${NEWSARC_FUZZ}" "gumbo;${GUMBO_VERSION}" "libarchive;${ARCHIVE_VERSION}"
        "libcurl;${CURL_VERSION}" "SQLite;${SQLITE_VERSION}"
        "libxml2;${XML_VERSION}" "libyaml;${YAML_VERSION}" "libcyaml;${CYAML_VERSION}" "benchmarks;${NEWSARC_BENCH}" "install to;${CMAKE_INSTALL_PREFIX}")
  list(GET row 0 key)
  list(LENGTH row n)
  set(value "")
  if(n GREATER 1)
    list(GET row 1 value)
  endif()
  if(value STREQUAL "")
    set(value "-")
  endif()
  string(LENGTH "${key}" len)
  math(EXPR pad "14 - ${len}")
  string(REPEAT " " ${pad} spaces)
  message(STATUS "  ${key}${spaces}${value}")
endforeach()
