/* Notes about how an article was found. */
#include "article/trace.h"

#include "core/buf.h"
#include "html/path.h"

#define NOTES_MAX 5000

na_note *na_trace_note(na_trace *t, na_note_kind kind, const char *what, na_node_id place,
                       na_str text)
{
    static const size_t first_room = 32;
    if (!t || t->n == NOTES_MAX)
        return NULL;
    if (t->n == t->room) {
        size_t room = t->room ? t->room * 2 : first_room;
        t->v = na_arena_grow(t->arena, t->v, t->room * sizeof *t->v, room * sizeof *t->v);
        t->room = room;
    }
    na_note *note = &t->v[t->n++];
    *note = (na_note){.kind = kind, .field = -1};
    note->what = what ? na_arena_cstr(t->arena, na_str_from(what)) : NULL;
    if (place != NA_NO_NODE)
        note->place = na_arena_cstr(t->arena, na_element_path(t->arena, t->doc, place));
    if (text.n)
        note->text = na_arena_cstr(t->arena, text);
    return note;
}

void na_trace_value(na_trace *t, newsarc_field field, na_str text, const char *from, double trust,
                    na_node_id place)
{
    if (!t || text.n == 0)
        return;
    na_note *note = na_trace_note(t, NA_NOTE_VALUE, from, place, text);
    if (note) {
        note->field = field;
        note->trust = trust;
    }
}

na_str na_trace_text(na_arena *arena, const na_doc *doc, na_node_id n)
{
    na_sb sb = NA_SB(arena);
    for (na_node_id k = n; k < doc->nodes[n].end; k++) {
        if (doc->nodes[k].type != NA_TEXT)
            continue;
        if (sb.n)
            na_sb_add_byte(&sb, ' ');
        na_sb_add(&sb, doc->nodes[k].text);
    }
    return na_sb_str(&sb);
}
