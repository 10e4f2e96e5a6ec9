/* See line_file.h. */
#include "pack/line_file.h"

#include "core/alloc.h"
#include "core/error.h"
#include <errno.h>
#include <unistd.h>

newsarc_status na_line_file_open(const char *path, na_line_file *out, newsarc_error *err)
{
    size_t size = strlen(path) + sizeof ".open";
    *out = (na_line_file){.path = na_strdup(path), .open_path = na_malloc(size)};
    if (out->path && out->open_path) {
        snprintf(out->open_path, size, "%s.open", path);
        out->file = fopen(out->open_path, "we");
        if (out->file)
            return NEWSARC_OK;
    }
    newsarc_status status =
        out->path && out->open_path
            ? na_error_system(err, "pack", na_str_from(path), "make the file", errno)
            : na_error(err, NEWSARC_E_NOMEM, "pack", na_str_from(path), "out of memory");
    na_free(out->open_path);
    out->open_path = NULL;
    na_line_file_free(out);
    return status;
}

newsarc_status na_line_file_add(na_line_file *f, na_str line, newsarc_error *err)
{
    if (fwrite(line.p, 1, line.n, f->file) == line.n && fputc('\n', f->file) != EOF)
        return NEWSARC_OK;
    return na_error_system(err, "pack", na_str_from(f->path), "write", errno);
}

newsarc_status na_line_file_close(na_line_file *f, newsarc_error *err)
{
    bool bad = fflush(f->file) != 0 || fsync(fileno(f->file)) != 0;
    bad = fclose(f->file) != 0 || bad;
    f->file = NULL;
    if (bad || rename(f->open_path, f->path) != 0)
        return na_error_system(err, "pack", na_str_from(f->path), "write", errno);
    na_free(f->open_path);
    f->open_path = NULL;
    return NEWSARC_OK;
}

void na_line_file_free(na_line_file *f)
{
    if (f->file)
        fclose(f->file);
    if (f->open_path)
        unlink(f->open_path);
    na_free(f->path);
    na_free(f->open_path);
    *f = (na_line_file){0};
}
