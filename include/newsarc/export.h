/* newsarc/export.h: NEWSARC_API marks what the shared library exports; all else is hidden. */
#ifndef NEWSARC_EXPORT_H
#define NEWSARC_EXPORT_H

#if defined(__GNUC__)
#define NEWSARC_API __attribute__((visibility("default")))
#else
#define NEWSARC_API
#endif

#ifdef __cplusplus
#define NEWSARC_BEGIN extern "C" {
#define NEWSARC_END }
#else
#define NEWSARC_BEGIN
#define NEWSARC_END
#endif

#endif
