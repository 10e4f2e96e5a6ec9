/* whole_file.h: files that appear under their name only when whole. */
#ifndef CLI_WHOLE_FILE_H
#define CLI_WHOLE_FILE_H

#include "text.h"

/* Writes `path` anew: beside its place, to disk, and renamed. `what` names the file in a message
 * ("the metrics file"). Returns false with what is wrong in *error. */
bool whole_file_write(const char *path, const struct text *bytes, const char *what,
                      struct text *error);

#endif
