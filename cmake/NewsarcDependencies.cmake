# Every dependency is a Debian 12 package with a pkg-config file; the README has the reasons.
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)

# The name of the imported target, then that of the pkg-config module.
set(dependencies
  GUMBO gumbo  ARCHIVE libarchive  CRYPTO libcrypto  DEFLATE libdeflate  ZLIB zlib
  BROTLI libbrotlidec  ZSTD libzstd  IDN2 libidn2  PSL libpsl  JANSSON jansson  UCHARDET uchardet)
if(NEWSARC_CRAWL)
  list(APPEND dependencies CURL libcurl  SSL libssl  SQLITE sqlite3  XML libxml-2.0)
endif()

set(NEWSARC_DEPENDENCIES)
set(NEWSARC_STATIC_LOOKUPS "") # the same look-ups for users of the static library
while(dependencies)
  list(POP_FRONT dependencies name module)
  pkg_check_modules(${name} REQUIRED IMPORTED_TARGET ${module})
  list(APPEND NEWSARC_DEPENDENCIES ${name})
  string(APPEND NEWSARC_STATIC_LOOKUPS
    "  pkg_check_modules(${name} REQUIRED QUIET IMPORTED_TARGET ${module})\n")
endwhile()

# Rules files and crawl files are read by the command alone: the library does not need these.
if(NEWSARC_CLI)
  pkg_check_modules(YAML REQUIRED IMPORTED_TARGET yaml-0.1)
endif()
if(NEWSARC_CRAWL AND NEWSARC_CLI)
  pkg_check_modules(CYAML REQUIRED IMPORTED_TARGET libcyaml)
endif()
