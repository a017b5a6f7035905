// Ministers: each named office-holder once, with the fullest name, and what the article and the gazetteer say of the office.
#include "base/utf8.h"
#include "extract/allegiance.h"
#include "extract/holder.h"
#include "extract/identity.h"
#include "extract/names.h"

#include <stdlib.h>

// What a title says, put together from its mention and from the items inside it.
struct title_facts {
    struct span span;
    const struct entry *office;
    struct str portfolio, country, organization, tenure;
    struct person_facts person;
};

static const struct sentence *sentence_of(const struct extraction *x, const struct mention *m) {
    return &x->c->sentences[m->sentence];
}

// An organisation's country, and whether it has one at all.
static void read_organization(const struct entry *org, struct title_facts *t) {
    struct str kind = entry_attribute(org, FIELD_KIND);
    struct str country = entry_attribute(org, FIELD_COUNTRY);
    if (!t->country.len)
        t->country = country;
    if (str_eq(kind, STR("io")) && !country.len)
        t->person.international = true;
    if (!t->portfolio.len)
        t->portfolio = entry_attribute(org, FIELD_PORTFOLIO);
}

static struct str host_of(const struct extraction *x, const struct item *item, struct str host) {
    const struct entry *e;
    if (host.len)
        return host;
    if ((e = item_entry(x->c, item, LABEL_COUNTRY)))
        return e->id;
    if ((e = item_entry(x->c, item, LABEL_CITY)))
        return entry_attribute(e, FIELD_COUNTRY);
    return (struct str){0};
}

static void read_item(struct extraction *x, const struct item *item, struct title_facts *t) {
    const struct entry *e;
    if ((e = item_entry(x->c, item, LABEL_OFFICE))) {
        // A wali who is director of a department is a director.
        bool governor = t->office && str_eq(entry_attribute(t->office, FIELD_RANK), STR("governor"));
        if (!t->office || (governor && str_eq(entry_attribute(e, FIELD_RANK), STR("director"))))
            t->office = e;
    }
    if ((e = item_entry(x->c, item, LABEL_TENURE)) && !t->tenure.len)
        t->tenure = e->id;
    if ((e = item_entry(x->c, item, LABEL_PORTFOLIO)) && !t->portfolio.len)
        t->portfolio = e->id;
    if ((e = item_entry(x->c, item, LABEL_ORG))) {
        if (!t->organization.len)
            t->organization = span_text(x->d, item_span(item));
        read_organization(e, t);
    }
    if (t->office && is_ambassadorial(entry_attribute(t->office, FIELD_RANK)))
        t->person.host = host_of(x, item, t->person.host); // the country inside is where the ambassador is sent
    else if (t->country.len || t->person.international)
        return; // an organisation's envoy acts for no country, wherever sent
    else if ((e = item_entry(x->c, item, LABEL_COUNTRY)) || (e = item_entry(x->c, item, LABEL_DEMONYM)))
        t->country = e->id;
    else if ((e = item_entry(x->c, item, LABEL_REGION)))
        t->country = entry_attribute(e, FIELD_COUNTRY); // a province's: its premier acts for the country it is in
}

static void read_capture(struct extraction *x, const struct capture *k, struct title_facts *t) {
    struct str text = span_text(x->d, k->span);
    switch (k->field) {
    case FIELD_COUNTRY:
        if (k->value.len)
            t->country = k->value;
        return;
    case FIELD_PORTFOLIO:
        if (k->value.len && !t->portfolio.len)
            t->portfolio = k->value;
        return;
    case FIELD_TENURE:
        if (k->value.len)
            t->tenure = k->value;
        return;
    case FIELD_OFFICE:
        if (k->entry && k->entry->label == LABEL_OFFICE && !t->office)
            t->office = k->entry;
        return;
    case FIELD_ORG:
        if (!t->organization.len)
            t->organization = text;
        if (k->entry)
            read_organization(k->entry, t);
        return;
    default:
        return;
    }
}

static void read_mention(struct extraction *x, const struct mention *m, struct title_facts *t) {
    const struct capture *title = mention_capture(m, FIELD_TITLE);
    for (size_t i = 0; i < m->capture_count; i++) {
        if (m->captures[i].field == FIELD_TITLE && &m->captures[i] != title)
            continue; // a further title: see apply_further
        read_capture(x, &m->captures[i], t);
        if (m->captures[i].mention && m->captures[i].field != FIELD_NAME && m->captures[i].field != FIELD_OFFICE)
            read_mention(x, m->captures[i].mention, t);
    }
    // "The French minister and his counterpart": the office is another's, and the country with it.
    const struct capture *k = mention_capture(m, FIELD_OFFICE);
    struct title_facts other = {0};
    if (k && k->mention)
        read_mention(x, k->mention, &other);
    if (!t->office)
        t->office = other.office;
    if (!t->portfolio.len)
        t->portfolio = other.portfolio;
}

static void read_items(struct extraction *x, struct span span, struct title_facts *t) {
    t->span = span;
    struct item_cursor at = cascade_items(x->c, span);
    for (const struct item *item; (item = cascade_next_item(x->c, &at));)
        read_item(x, item, t);
}

static void read_title(struct extraction *x, const struct mention *m, struct title_facts *t) {
    const struct capture *title = mention_capture(m, FIELD_TITLE);
    read_mention(x, m, t);
    if (title)
        read_items(x, title->span, t);
}

// A word for offices of two ranks (head of a state here, of a government there) has the one that this known person held.
static bool holds_other_rank(const struct extraction *x, const struct minister_record *p, const struct entry *office) {
    struct str also = entry_attribute(office, FIELD_ALSO);
    const struct entry *known =
        also.len && p->known.len ? gazetteer_find(&x->c->rules->gazetteer, LABEL_PERSON, p->known) : NULL;
    struct held_office held = {0};
    if (known)
        held = holder_office(x, known);
    return held.office && str_eq(entry_attribute(held.office, FIELD_RANK), also);
}

// "Ambassador X, assistant minister", "Senator X, minister": what someone is called by yields to the office held.
static void yield_rank(struct minister_record *p, struct person_facts *facts, const struct title_facts *t) {
    struct str rank = t->office ? entry_attribute(t->office, FIELD_RANK) : (struct str){0};
    bool address = str_eq(rank, STR("ambassador")) || str_eq(rank, STR("parliamentarian"));
    bool bare = address && !t->country.len && !t->organization.len && !t->person.host.len;
    if (rank.len && !bare && facts->bare && !str_eq(rank, STR("other"))) {
        p->rank = p->title = (struct str){0};
        facts->bare = false;
    }
    if (bare && !p->rank.len)
        facts->bare = true;
}

static void apply_title(struct minister_record *p, const struct extraction *x, const struct title_facts *t) {
    struct str title = span_text(x->d, t->span);
    yield_rank(p, &x->facts[p - x->out->ministers], t);
    if (title.len > p->title.len)
        p->title = title;
    if (t->office && (!p->rank.len || str_eq(p->rank, STR("other")))) {
        bool other = holds_other_rank(x, p, t->office);
        p->rank = entry_attribute(t->office, other ? FIELD_ALSO : FIELD_RANK);
        if (!p->portfolio.len && !other)
            p->portfolio = entry_attribute(t->office, FIELD_PORTFOLIO);
        if (!p->tenure.len)
            p->tenure = entry_attribute(t->office, FIELD_TENURE);
        if (!p->country.len && !t->country.len)
            p->country = entry_attribute(t->office, FIELD_COUNTRY);
    }
    if (t->portfolio.len && !p->portfolio.len)
        p->portfolio = t->portfolio;
    if (t->country.len && !p->country.len)
        p->country = t->country;
    if (t->organization.len && !p->organization.len)
        p->organization = t->organization;
    if (t->tenure.len && !p->tenure.len)
        p->tenure = t->tenure;
}

// "Ambassador X, assistant minister": the titles after the first.
static void apply_further(struct extraction *x, const struct mention *m, int number) {
    const struct capture *k = mention_capture(m, FIELD_TITLE);
    while (k && (k = mention_capture_next(m, k))) {
        struct title_facts t = {0};
        if (k->mention)
            read_mention(x, k->mention, &t);
        read_items(x, k->span, &t);
        apply_title(&x->out->ministers[number], x, &t);
        x->facts[number].international |= t.person.international && !t.country.len;
        if (!x->facts[number].host.len)
            x->facts[number].host = t.person.host;
    }
}

static enum mig_status add_mention_span(struct extraction *x, struct minister_record *p, struct span span) {
    size_t at = p->mention_count;
    // They are sorted and apart from each other: only the last ones can reach this far.
    for (size_t i = at; i > 0 && p->mentions[i - 1].end > span.start; i--)
        if (p->mentions[i - 1].start < span.end)
            return MIG_OK;
    if (!record_grow(x->arena, &p->mentions, &p->mention_capacity, p->mention_count, sizeof *p->mentions))
        return error_memory(x->err);
    for (; at > 0 && p->mentions[at - 1].start > span.start; at--)
        p->mentions[at] = p->mentions[at - 1];
    p->mentions[at] = span;
    p->mention_count++;
    return list_str_add(x->arena, &p->names, span_text(x->d, span)) ? MIG_OK : error_memory(x->err);
}

int extraction_minister_at(const struct extraction *x, struct span span) {
    return links_at(x, &x->people, span);
}

static enum mig_status add_person(struct extraction *x, struct span name_span, struct span whole,
                                  const struct entry *known, struct str country, int *out) {
    struct records *r = x->out;
    struct str name = span_text(x->d, name_span), id = known ? known->id : (struct str){0};
    *out = identity_find(x, name, id, country);
    if (*out < 0) {
        if (!record_grow(x->arena, &r->ministers, &r->minister_capacity, r->minister_count, sizeof *r->ministers))
            return error_memory(x->err);
        if (!record_grow(x->arena, &x->facts, &x->fact_capacity, x->fact_count, sizeof *x->facts))
            return error_memory(x->err);
        x->facts[x->fact_count++] = (struct person_facts){.whole = whole};
        *out = (int)r->minister_count++;
        r->ministers[*out] = (struct minister_record){.name = name};
    }
    struct minister_record *p = &r->ministers[*out];
    if (names_words(name) > names_words(p->name))
        p->name = name;
    bool learnt = known && !p->known.len;
    if (learnt)
        p->known = id;
    size_t names = p->names.count;
    enum mig_status status = add_mention_span(x, p, name_span);
    if (!status && (learnt || p->names.count > names))
        status = identity_add(x, *out, name, p->known);
    return status ? status : links_add(x, &x->people, whole, *out);
}

// The known person whose name stands within or around this span.
static const struct entry *person_entry(const struct extraction *x, const struct sentence *s, struct span span) {
    for (size_t i = 0; i < s->base_count; i++) {
        struct span item = item_span(&s->base[i]);
        if (item.start < span.end && span.start < item.end) {
            const struct entry *e = item_entry(x->c, &s->base[i], LABEL_PERSON);
            if (e)
                return e;
        }
    }
    return NULL;
}

static enum mig_status read_minister(struct extraction *x, const struct mention *m) {
    const struct capture *name = mention_capture(m, FIELD_NAME);
    if (!name)
        return MIG_OK;
    struct title_facts title = {0};
    read_title(x, m, &title);
    // Several names with one title: "Foreign Ministers X and Y".
    for (const struct capture *n = name; n; n = mention_capture_next(m, n)) {
        int number;
        const struct mention *inner = n->mention && mention_capture(n->mention, FIELD_NAME) ? n->mention : NULL;
        struct span span = inner ? mention_capture(inner, FIELD_NAME)->span : n->span;
        const struct capture *next = mention_capture_next(m, n);
        struct span whole = next || n != name ? span : m->span;
        size_t letter;
        utf8_at(span_text(x->d, span), 0, &letter);
        if (letter >= span.end - span.start)
            continue; // one letter is nobody's name
        enum mig_status status =
            add_person(x, span, whole, person_entry(x, sentence_of(x, m), span), title.country, &number);
        if (status)
            return status;
        struct minister_record *p = &x->out->ministers[number];
        // "His counterpart": no office of its own, in some languages by a word like those for offices.
        bool counterpart =
            title.span.end && !p->rank.len && (!title.office || str_eq(title.office->id, STR("counterpart")));
        apply_title(p, x, &title);
        if (counterpart && title.office)
            p->rank = (struct str){0};
        x->facts[number].counterpart |= counterpart;
        apply_further(x, m, number);
        const struct capture *honorific = mention_capture(m, FIELD_HONORIFIC);
        if (honorific && !p->honorific.len)
            p->honorific = span_text(x->d, honorific->span);
        x->facts[number].international |= title.person.international && !title.country.len;
        if (!x->facts[number].host.len)
            x->facts[number].host = title.person.host;
        if (m->confidence > p->head.confidence)
            p->head.confidence = m->confidence;
        if ((status = extraction_evidence(x, &p->head, m)))
            return status;
    }
    return MIG_OK;
}

// ---- later mentions by a part of the name

static bool is_nameable(const struct extraction *x, const struct item *item) {
    static const uint64_t barred = LABEL_BIT(LABEL_ORD) | LABEL_BIT(LABEL_ROMAN) | LABEL_BIT(LABEL_COUNTRY) |
                                   LABEL_BIT(LABEL_DEMONYM) | LABEL_BIT(LABEL_CITY) | LABEL_BIT(LABEL_MONTH) |
                                   LABEL_BIT(LABEL_WEEKDAY) | LABEL_BIT(LIST_COMMON);
    bool written = item->shape & SHAPE_WORD && (item->shape & SHAPE_CAP || !(item->shape & SHAPE_LOWER));
    return written && !(item_labels(x->c, item) & barred);
}

// A word that may stand for a person.
struct surname {
    uint64_t hash;
    int minister;
};

// The surnames that a word may be: as it stands, and without a proclitic that the language writes on to words.
struct reading_of_word {
    uint64_t hash;
    size_t clitic; // bytes before the name
};

enum { READINGS_MAX = 8 };

static size_t read_word(const struct extraction *x, const struct item *item, struct str word,
                        struct reading_of_word out[READINGS_MAX]) {
    const struct token_set *set = &x->c->rules->languages[x->c->language].config.proclitics;
    size_t count = 0;
    out[count++] = (struct reading_of_word){names_hash(word), 0};
    for (size_t i = 0; i < set->count && count < READINGS_MAX && !(item->shape & (SHAPE_CAP | SHAPE_LOWER)); i++)
        if (str_starts(word, set->at[i]))
            out[count++] =
                (struct reading_of_word){names_hash(str_sub(word, set->at[i].len, word.len)), set->at[i].len};
    return count;
}

// Words of the same name around the surname belong to the mention: "Khalid" before "Zerouali".
static struct span widen(const struct extraction *x, const struct sentence *s, size_t at, struct span span,
                         struct str name) {
    for (size_t i = at; i-- > 0 && s->base[i].shape & SHAPE_WORD && span.start == s->base[at].start;) {
        if (!names_has_word(name, span_text(x->d, item_span(&s->base[i]))))
            break;
        span.start = s->base[i].start;
        at = i;
    }
    return span;
}

static enum mig_status add_later(struct extraction *x, struct sentence *s, struct span span, int minister) {
    bool done;
    enum mig_status status = add_mention_span(x, &x->out->ministers[minister], span);
    if (!status)
        status = links_add(x, &x->people, span, minister);
    return status ? status : cascade_add_minister(x->c, s, span, &done, x->err);
}

static int compare_surnames(const void *a, const void *b) {
    const struct surname *x = a, *y = b;
    return x->hash != y->hash ? (x->hash < y->hash ? -1 : 1) : x->minister - y->minister;
}

// The first of the sorted surnames with that hash, count when there is none.
static size_t first_surname(const struct surname *surnames, size_t count, uint64_t hash) {
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (surnames[middle].hash < hash)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

// The surname that the word is, by the first person told of that name; NULL when it is none.
static const struct surname *find_surname(const struct extraction *x, const struct item *item, struct str word,
                                          const struct surname *surnames, size_t count, size_t *clitic) {
    struct reading_of_word readings[READINGS_MAX];
    size_t reading_count = read_word(x, item, word, readings);
    const struct surname *found = NULL;
    for (size_t i = 0; i < reading_count; i++) {
        size_t at = first_surname(surnames, count, readings[i].hash);
        if (at == count || surnames[at].hash != readings[i].hash || (found && found->minister <= surnames[at].minister))
            continue;
        if (names_is_surname(x->out->ministers[surnames[at].minister].name,
                             str_sub(word, readings[i].clitic, word.len))) {
            *clitic = readings[i].clitic;
            found = &surnames[at];
        }
    }
    return found;
}

static enum mig_status find_later(struct extraction *x, struct sentence *s, const struct surname *surnames,
                                  size_t count) {
    enum mig_status status = MIG_OK;
    for (size_t i = 0; i < s->base_count && !status; i++) {
        const struct item *item = &s->base[i];
        struct span span = item_span(item);
        size_t clitic;
        if (!is_nameable(x, item))
            continue;
        const struct surname *found = find_surname(x, item, span_text(x->d, span), surnames, count, &clitic);
        if (!found)
            continue;
        span.start += (uint32_t)clitic;
        if (extraction_minister_at(x, span) < 0)
            status = add_later(x, s, widen(x, s, i, span, x->out->ministers[found->minister].name), found->minister);
    }
    return status;
}

// "Khaled Zarouali" after the director "Khalid Zerouali": a whole name again, with no title and perhaps in another spelling.
static enum mig_status find_names_again(struct extraction *x) {
    const struct list_mention *mentions = &x->c->mentions;
    enum mig_status status = MIG_OK;
    for (size_t i = 0; i < mentions->count && !status; i++) {
        const struct mention *m = mentions->at[i];
        struct sentence *s = &x->c->sentences[m->sentence];
        struct str name = span_text(x->d, m->span);
        if (m->label != LABEL_NAME || s->role == PARAGRAPH_BYLINE || names_words(name) < 2 ||
            extraction_minister_at(x, m->span) >= 0)
            continue;
        int minister = identity_find(x, name, (struct str){0}, (struct str){0});
        if (minister >= 0 && names_words(x->out->ministers[minister].name) >= 2)
            status = add_later(x, s, m->span, minister);
    }
    return status;
}

static enum mig_status find_all_later(struct extraction *x) {
    size_t people = x->out->minister_count, count = 0;
    struct surname *surnames = arena_alloc(x->arena, (2 * people + 1) * sizeof *surnames);
    if (!surnames)
        return error_memory(x->err);
    for (size_t i = 0; i < people; i++) {
        struct str words[2];
        size_t known = names_surnames(x->out->ministers[i].name, words);
        for (size_t j = 0; j < known; j++)
            surnames[count++] = (struct surname){names_hash(words[j]), (int)i};
    }
    if (count)
        qsort(surnames, count, sizeof *surnames, compare_surnames);
    enum mig_status status = MIG_OK;
    for (size_t i = 0; i < x->c->sentence_count && !status && people; i++)
        if (x->c->sentences[i].role != PARAGRAPH_BYLINE)
            status = find_later(x, &x->c->sentences[i], surnames, count);
    return status;
}

// ---- who holds what for whom

// "X and his counterpart": nothing but a conjunction between the two.
static bool is_joined(const struct extraction *x, const struct sentence *s, uint32_t from, uint32_t to) {
    size_t between = 0;
    bool conjunction = false;
    for (size_t i = 0; i < s->base_count; i++) {
        struct span at = item_span(&s->base[i]);
        if (at.start < from || at.end > to)
            continue;
        between++;
        conjunction |= item_has(x->c, &s->base[i], LIST_AND);
    }
    return between == 1 && conjunction;
}

// Who someone is the counterpart of: the first official told before in the sentence, who acts for another country; one named in the
// same breath only when there is nobody else. -1 when there is none.
static int find_counterpart(const struct extraction *x, const struct minister_record *p, const struct sentence *s) {
    const struct person_facts *facts = &x->facts[p - x->out->ministers];
    const struct link *best = NULL, *joined = NULL;
    for (int i = x->people.first ? x->people.first[s - x->c->sentences] : -1; i >= 0; i = x->people.at[i].next) {
        const struct link *l = &x->people.at[i];
        const struct minister_record *other = &x->out->ministers[l->record];
        bool fits = l->span.end <= facts->whole.start && other != p && !x->facts[l->record].international &&
                    other->rank.len && !str_eq(other->rank, STR("other")) &&
                    !str_eq(other->rank, STR("spokesperson")) &&
                    (!p->country.len || !str_eq(p->country, other->country));
        if (!fits)
            continue;
        const struct link **kept = is_joined(x, s, l->span.end, facts->whole.start) ? &joined : &best;
        if (!*kept || l->span.start < (*kept)->span.start)
            *kept = l;
    }
    best = best ? best : joined;
    return best ? best->record : -1;
}

// "The Home Secretary signed it with her counterpart X": the office of the first title before, when nobody is named.
static const struct mention *find_title(const struct sentence *s, uint32_t before) {
    for (size_t i = 0; i < s->item_count && s->items[i].end <= before; i++) {
        const struct mention *m = s->items[i].mention;
        if (m && m->label == LABEL_TITLE && mention_capture(m, FIELD_OFFICE))
            return m;
    }
    return NULL;
}

// A counterpart holds the office of the other.
static void take_office(const struct extraction *x, struct minister_record *p) {
    struct person_facts *facts = &x->facts[p - x->out->ministers];
    const struct sentence *s = &x->c->sentences[cascade_sentence_at(x->c, facts->whole.start)];
    int number = find_counterpart(x, p, s);
    if (number >= 0) {
        const struct minister_record *other = &x->out->ministers[number];
        p->rank = other->rank;
        if (!p->portfolio.len)
            p->portfolio = other->portfolio;
        if (!x->facts[number].other.len)
            x->facts[number].other = p->country;
        return;
    }
    const struct mention *title = find_title(s, facts->whole.start);
    const struct capture *office = title ? mention_capture(title, FIELD_OFFICE) : NULL;
    if (!office || !office->entry || office->entry->label != LABEL_OFFICE)
        return;
    p->rank = entry_attribute(office->entry, FIELD_RANK);
    if (!p->portfolio.len)
        p->portfolio = mention_capture(title, FIELD_PORTFOLIO) ? mention_capture(title, FIELD_PORTFOLIO)->value
                                                               : entry_attribute(office->entry, FIELD_PORTFOLIO);
}

// What the gazetteer knows of the person, where the article does not tell.
static enum mig_status identify(struct extraction *x, struct minister_record *p) {
    struct person_facts *facts = &x->facts[p - x->out->ministers];
    facts->told = p->country;
    enum mig_status status = identity_link(x, p);
    const struct entry *known = p->known.len ? gazetteer_find(&x->c->rules->gazetteer, LABEL_PERSON, p->known) : NULL;
    if (!known)
        return status;
    status = holder_compare(x, p, known, facts->told);
    struct held_office held = holder_office(x, known);
    if (!p->country.len)
        p->country = held.country;
    if (!p->rank.len && held.office) {
        p->rank = entry_attribute(held.office, FIELD_RANK);
        if (!p->portfolio.len)
            p->portfolio = entry_attribute(held.office, FIELD_PORTFOLIO);
    }
    return status;
}

static enum mig_status finish_person(struct extraction *x, struct minister_record *p, struct str home) {
    if (!p->rank.len)
        p->rank = STR("other");
    if (!p->country.len && !p->known.len)
        p->country = allegiance_of(x, p, home);
    return identity_key(x, p);
}

enum mig_status extraction_ministers(struct extraction *x) {
    struct cascade *c = x->c;
    enum mig_status status = MIG_OK;
    for (size_t i = 0; i < c->mentions.count && !status; i++)
        if (c->mentions.at[i]->label == LABEL_MINISTER &&
            c->sentences[c->mentions.at[i]->sentence].role != PARAGRAPH_BYLINE)
            status = read_minister(x, c->mentions.at[i]);
    if (!status)
        status = find_names_again(x);
    if (!status)
        status = find_all_later(x);
    for (size_t i = 0; i < x->out->minister_count && !status; i++)
        status = identify(x, &x->out->ministers[i]);
    for (size_t i = 0; i < x->out->minister_count && !status; i++)
        if (x->facts[i].counterpart && !x->out->ministers[i].rank.len)
            take_office(x, &x->out->ministers[i]);
    struct str home = status ? (struct str){0} : allegiance_home(x);
    for (size_t i = 0; i < x->out->minister_count && !status; i++)
        status = finish_person(x, &x->out->ministers[i], home);
    return status;
}
