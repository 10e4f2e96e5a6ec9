# What a packager gets: headers, both libraries with a CMake package and a pkg-config file, the
# command, the manual pages. DESTDIR and CMAKE_INSTALL_PREFIX work as usual.
include(CMakePackageConfigHelpers)

set(NEWSARC_HEADERS article export listing newsarc profile rules status warc)
if(NEWSARC_CRAWL)
  list(APPEND NEWSARC_HEADERS collection crawl fetch)
endif()
list(TRANSFORM NEWSARC_HEADERS REPLACE "(.+)" "${PROJECT_SOURCE_DIR}/include/newsarc/\\1.h")
install(FILES ${NEWSARC_HEADERS} ${PROJECT_BINARY_DIR}/include/newsarc/version.h
        DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/newsarc)

install(TARGETS newsarc EXPORT newsarc-targets
        LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(TARGETS newsarc_static EXPORT newsarc-static-targets
        ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
if(NEWSARC_CLI)
  install(TARGETS newsarc_cli RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
  install(FILES ${PROJECT_SOURCE_DIR}/man/newsarc.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
endif()
install(FILES ${PROJECT_SOURCE_DIR}/man/newsarc.3 DESTINATION ${CMAKE_INSTALL_MANDIR}/man3)
set(NEWSARC_FORMATS article rules site-profile) # section 5
if(NEWSARC_CRAWL)
  list(APPEND NEWSARC_FORMATS collection)
  if(NEWSARC_CLI)
    list(APPEND NEWSARC_FORMATS crawl-file)
  endif()
endif()
list(TRANSFORM NEWSARC_FORMATS REPLACE "(.+)" "${PROJECT_SOURCE_DIR}/man/newsarc-\\1.5")
install(FILES ${NEWSARC_FORMATS} DESTINATION ${CMAKE_INSTALL_MANDIR}/man5)

# find_package(newsarc) gives newsarc::newsarc; COMPONENTS static also newsarc::newsarc_static, which
# needs the development packages of the dependencies.
set(NEWSARC_PACKAGE_DIR ${CMAKE_INSTALL_LIBDIR}/cmake/newsarc)
foreach(set newsarc-targets newsarc-static-targets)
  install(EXPORT ${set} NAMESPACE newsarc:: DESTINATION ${NEWSARC_PACKAGE_DIR})
endforeach()
configure_package_config_file(${PROJECT_SOURCE_DIR}/cmake/newsarc-config.cmake.in
  ${PROJECT_BINARY_DIR}/newsarc-config.cmake INSTALL_DESTINATION ${NEWSARC_PACKAGE_DIR})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/newsarc-config-version.cmake
  COMPATIBILITY SameMinorVersion) # until 1.0 a minor version may change the API
install(FILES ${PROJECT_BINARY_DIR}/newsarc-config.cmake
              ${PROJECT_BINARY_DIR}/newsarc-config-version.cmake
        DESTINATION ${NEWSARC_PACKAGE_DIR})

# Libs.private rather than Requires.private: with the latter pkg-config wants every dependency's
# development package even from those who link the shared library.
set(NEWSARC_LIBS_PRIVATE)
foreach(dep IN LISTS NEWSARC_DEPENDENCIES)
  list(APPEND NEWSARC_LIBS_PRIVATE ${${dep}_LDFLAGS})
endforeach()
list(FILTER NEWSARC_LIBS_PRIVATE EXCLUDE REGEX "^-L/usr/lib") # the linker looks there anyway
list(REMOVE_DUPLICATES NEWSARC_LIBS_PRIVATE)
list(JOIN NEWSARC_LIBS_PRIVATE " " NEWSARC_LIBS_PRIVATE)
configure_file(${PROJECT_SOURCE_DIR}/cmake/newsarc.pc.in ${PROJECT_BINARY_DIR}/newsarc.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/newsarc.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
