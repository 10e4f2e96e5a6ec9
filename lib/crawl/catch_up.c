/* What a run that was killed had archived, and its state does not know: the state is brought up to
 * the end of the archive before the next run begins, so that nothing that is whole on the disk is
 * asked for again.
 *
 * Each commit notes how far the run's WARC files are in the state. The records behind that place
 * go through the crawler's own code (replay.h), as a part of the killed run. Its last pages may
 * have been archived and not read: they are read now, and what is written of them goes into one
 * more file of that run, with its number and beginning, where also newsarc recover finds it.
 *
 * State and place are committed together, so a run that is killed while it catches up begins
 * there, or at the last place where no page waited to be read. When the disk fails the new run ends
 * before it begins, and the next one tries again. When the archive cannot be read the state stays
 * at such a place: what it does not have is asked for again. */
#include "core/alloc.h"
#include "core/error.h"
#include "crawl/layout.h"
#include "crawl/recover_files.h"
#include "crawl/replay.h"
#include "crawl/store_changes.h"
#include <stdio.h>

#define COMMIT_RECORDS 8192

typedef struct catch_up {
    newsarc_crawler *c; /* of the run that is about to begin */
    na_run run;         /* the killed one; its strings are not kept */
    na_place at;        /* up to here it is in the state */
    na_recover_files files;
    na_replay replay;
    bool is_killed, begun;
    bool unreadable; /* a file of the archive, or what is in it */
    uint32_t of_run; /* files */
    uint32_t records;
} catch_up;

static void note_run(const na_run *run, void *user)
{
    catch_up *u = user;
    u->run = *run;
    u->is_killed = run->ended == 0 && run->file;
    if (run->file)
        snprintf(u->at.file, sizeof u->at.file, "%s", run->file);
    u->at.offset = run->offset;
}

/* --- the killed run goes on --- */

static void take_counts(newsarc_crawler *c, const na_run *run)
{
    c->sum.pages = run->pages;
    c->sum.articles = run->articles;
    c->sum.new_articles = run->new_articles;
    c->sum.changed_articles = run->changed_articles;
    c->sum.failed = run->failed;
    c->sum.skipped = run->skipped;
    c->sum.bytes = run->bytes;
    c->sum.gone_articles = run->gone;
    c->started_ms = na_now_ms() - (int64_t)(run->seconds * 1000);
}

/* As na_crawler_fill_frontier finds out: a run behind a killed one goes on with it. */
static bool was_resumed(catch_up *u)
{
    na_run_span before = {.ended = 1};
    return u->run.id > 1 && na_store_run_span(u->c->store, u->run.id - 1, &before) == NEWSARC_OK &&
           before.ended == 0;
}

static newsarc_status resume(catch_up *u, newsarc_error *err)
{
    na_replay *r = &u->replay;
    newsarc_crawl_options opts = u->c->opts;
    opts.struct_size = sizeof opts;
    opts.full = u->run.full;
    r->resumed = true;
    r->replayed = (na_replayed){.now_s = u->run.started};
    newsarc_status status =
        na_crawler_new_replay(&opts, r->store, &r->replayed, u->run.started, &r->c, err);
    if (status != NEWSARC_OK)
        return status;
    r->c->run = u->run.id;
    r->c->resumes = was_resumed(u);
    take_counts(r->c, &u->run);
    status = na_store_replay_entries(r->look, u->run.id, &r->c->entry_seq);
    if (status == NEWSARC_OK)
        status = na_crawler_load_shapes(r->c);
    return status == NEWSARC_OK ? na_replay_result(r, na_crawler_add_seeds(r->c), err)
                                : na_store_explain(r->store, status, err);
}

static newsarc_status begin(catch_up *u, newsarc_error *err)
{
    if (u->begun)
        return NEWSARC_OK;
    u->begun = true;
    newsarc_status status = na_replay_init(&u->replay, u->c->directory, u->c->store, err);
    return status == NEWSARC_OK ? resume(u, err) : status;
}

/* --- its records --- */

static newsarc_status commit(catch_up *u, newsarc_error *err)
{
    u->replay.c->covered = u->at;
    return na_replay_result(&u->replay, na_crawler_commit(u->replay.c), err);
}

/* Nothing waits for records that are still to come. */
static bool is_even(const na_replay *r)
{
    return r->count == 0 && !r->answer;
}

static newsarc_status take_record(catch_up *u, const na_warc_record *record, newsarc_error *err)
{
    newsarc_error why;
    na_error_clear(&why);
    newsarc_status status = begin(u, err);
    u->at.offset = record->offset;
    if (status == NEWSARC_OK && u->records >= COMMIT_RECORDS && is_even(&u->replay)) {
        status = commit(u, err);
        u->records = 0;
    }
    u->records++;
    if (status != NEWSARC_OK || record->block_cut)
        return status;
    status = na_replay_record(&u->replay, u->at.file, record, &why);
    if (status == NEWSARC_E_FORMAT || status == NEWSARC_E_NOT_FOUND) {
        na_log_event(u->c->log, NEWSARC_LOG_WARNING, "replay", NULL,
                     "%s, offset %llu: %s; what it answers is asked for again", u->at.file,
                     (unsigned long long)record->offset, why.message);
        return NEWSARC_OK;
    }
    if (status != NEWSARC_OK && err)
        *err = why;
    return status;
}

static newsarc_status take_records(catch_up *u, na_warc_reader *reader, newsarc_error *err)
{
    na_warc_record record;
    newsarc_status status =
        u->at.offset ? na_warc_reader_seek(reader, u->at.offset, err) : NEWSARC_OK;
    while (status == NEWSARC_OK) {
        status = na_warc_reader_next(reader, &record, err);
        if (status == NEWSARC_E_NOT_FOUND)
            return NEWSARC_OK;
        u->unreadable = status != NEWSARC_OK;
        if (status == NEWSARC_OK)
            status = take_record(u, &record, err);
    }
    return status;
}

/* From u->at.offset on. */
static newsarc_status take_file(catch_up *u, const na_recover_file *f, newsarc_error *err)
{
    char name[NA_RECOVER_NAME + 16];
    na_warc_reader *reader = NULL;
    if (u->at.offset >= f->bytes)
        return NEWSARC_OK;
    snprintf(name, sizeof name, "archive/%s", f->name);
    char *path = na_path_join(u->c->directory, name);
    newsarc_status status =
        path ? na_warc_reader_open(path, NA_REPLAY_BLOCK, &reader, err) : NEWSARC_E_NOMEM;
    na_free(path);
    u->unreadable = status != NEWSARC_OK;
    if (status == NEWSARC_OK)
        status = take_records(u, reader, err);
    na_warc_reader_free(reader);
    u->at.offset = f->bytes;
    return status;
}

static bool is_of_run(const catch_up *u, const na_recover_file *f)
{
    return f->run == u->run.id && f->started == u->run.started;
}

/* The file in which the state ends, and those after it. */
static newsarc_status take_files(catch_up *u, newsarc_error *err)
{
    bool covered = u->at.file[0] != 0;
    newsarc_status status = NEWSARC_OK;
    for (size_t i = 0; status == NEWSARC_OK && i < u->files.count; i++) {
        const na_recover_file *f = &u->files.v[i];
        if (!is_of_run(u, f))
            continue;
        u->of_run++;
        if (covered && strcmp(f->name, u->at.file) != 0)
            continue;
        if (!covered) {
            snprintf(u->at.file, sizeof u->at.file, "%s", f->name);
            u->at.offset = 0;
        }
        covered = false;
        status = take_file(u, f, err);
    }
    return status;
}

/* --- its end --- */

/* The reader has had these pages all the time: only what it found is still to be applied, as it
 * would have been. */
static bool read_rest(na_replay *r)
{
    r->c->replayed = NULL;
    return na_crawler_apply_pages(r->c, true);
}

static newsarc_status complete(catch_up *u, newsarc_error *err)
{
    na_replay *r = &u->replay;
    newsarc_status status = NEWSARC_OK;
    if (r->count) {
        status = na_crawler_open_writer(r->c, u->of_run, err);
        na_crawler_name_run(r->c);
        if (status == NEWSARC_OK)
            status = na_replay_result(r, read_rest(r), err);
    }
    if (status == NEWSARC_OK)
        status = commit(u, err);
    if (status == NEWSARC_OK && r->c->warc)
        status = na_warc_writer_close(r->c->warc, err);
    return status;
}

static newsarc_status replay(catch_up *u, newsarc_error *err)
{
    newsarc_status status = na_recover_list(u->c->directory, &u->files, err);
    if (status == NEWSARC_OK)
        status = take_files(u, err);
    if (status == NEWSARC_OK && u->begun)
        status = complete(u, err);
    if (status == NEWSARC_OK && u->begun)
        na_log_event(u->c->log, NEWSARC_LOG_INFO, "replay", NULL,
                     "%llu answers that the killed run had archived are in the state",
                     (unsigned long long)(u->replay.c->sum.pages - u->run.pages));
    return status;
}

/* What ends the run: the next one may do better. */
static bool is_disk(const catch_up *u, newsarc_status status)
{
    return status == NEWSARC_E_NOMEM ||
           (!u->unreadable && (status == NEWSARC_E_IO || status == NEWSARC_E_DISK_FULL));
}

static newsarc_status ask_again(const catch_up *u, newsarc_status status, const newsarc_error *why)
{
    na_log_event(u->c->log, NEWSARC_LOG_WARNING, "replay", NULL,
                 "what the killed run archived last is asked for again: %s",
                 why->code != NEWSARC_OK ? why->message : newsarc_status_name(status));
    return NEWSARC_OK;
}

newsarc_status na_crawler_catch_up(newsarc_crawler *c, newsarc_error *err)
{
    newsarc_error why;
    catch_up u = {.c = c};
    na_error_clear(&why);
    if (na_store_last_run(c->store, note_run, &u) != NEWSARC_OK || !u.is_killed)
        return NEWSARC_OK;
    newsarc_status status = replay(&u, &why);
    if (status != NEWSARC_OK)
        na_store_rollback(c->store);
    if (u.begun)
        na_replay_free(&u.replay);
    na_recover_files_free(&u.files);
    newsarc_status ended = na_store_replay_end(c->store);
    if (status == NEWSARC_OK && ended != NEWSARC_OK)
        status = na_store_explain(c->store, ended, &why);
    else if (status != NEWSARC_OK && !is_disk(&u, status))
        return ask_again(&u, status, &why);
    if (status != NEWSARC_OK && err)
        *err = why;
    return status;
}
