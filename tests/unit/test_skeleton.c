// The skeletons of names, and what they are for: over all people of the gazetteer, spellings of one agree, and those of two do not.
#include "rules/skeleton.h"

#include <string.h>

#include "base/memory.h"
#include "unit.h"

enum { PEOPLE_MAX = 8000, NAMES_MAX = 40, COUNTRIES_MAX = 8 };

static void load(struct skeletons *t, struct arena *arena, struct str bytes) {
    const struct stanza_line *stanzas = NULL;
    memset(t, 0, sizeof *t);
    arena_init(&t->arena);
    CHECK_INT(stanza_parse(arena, STR("skeleton.conf"), bytes, &stanzas, NULL), MIG_OK);
    CHECK_INT(skeletons_read(t, STR("skeleton.conf"), stanzas, NULL), MIG_OK);
}

static bool alike(const struct skeletons *t, const char *a, const char *b) {
    struct skeleton x = skeleton_of(t, str_c(a)), y = skeleton_of(t, str_c(b));
    return x.len && str_eq(skeleton_str(&x), skeleton_str(&y));
}

static void check_pairs(const struct skeletons *t) {
    static const char *const one[][2] = {
        {"خالد الزروالي", "Khalid Zerouali"},
        {"خالد الزورالي", "Khaled Zarouali"},
        {"Jalid Zeruali", "KHALID EZ-ZEROUALI"},
        {"Abdelouafi Laftit", "عبد الوافي لفتيت"},
        {"Abderrahmane Tiani", "عبدالرحمن تياني"},
        {"Abdul Aziz bin Saud", "عبد العزيز بن سعود"},
        {"Isabel Castro Fernández", "إيسابيل كاسترو فرنانديث"},
        {"J. D. Vance", "Vance"},
        {"Çelik Yıldız", "Celik Yildiz"},
        {"محمّد النفطي", "Mohamed Nafti"},
    };
    static const char *const two[][2] = {
        {"Hassan Benali", "Hussein Benali"},   {"محمد العمري", "محمود العمري"},  {"Mario Fuentes", "María Fuentes"},
        {"Omar Traoré", "Amir Traoré"},        {"Salim Haddad", "Saleh Haddad"}, {"Said Karimi", "Saad Karimi"},
        {"Khalid Zerouali", "Khalid Zouhali"}, {"Marc Garneau", "Mark Carney"},
    };
    for (size_t i = 0; i < ROWS(one); i++) {
        UNIT_ROW("%s / %s", one[i][0], one[i][1]);
        CHECK(alike(t, one[i][0], one[i][1]));
    }
    for (size_t i = 0; i < ROWS(two); i++) {
        UNIT_ROW("%s / %s", two[i][0], two[i][1]);
        CHECK(!alike(t, two[i][0], two[i][1]));
    }
    UNIT_ROW("too little is left");
    CHECK_INT(skeleton_of(t, STR("Wang Yi")).len, 0);
    CHECK_INT(skeleton_of(t, STR("")).len, 0);
    CHECK_INT(skeleton_of(t, STR("El Zerouali")).words, 1);
    CHECK_INT(skeleton_of(t, STR("K. Zerouali")).words, 1);
}

static void check_errors(void) {
    static const char *const wrong[] = {"noise x\n    letters a\n",     "sound\n    letters a\n",
                                        "sound a\n    middle a\n",      "sound a\n    letters a | | b\n",
                                        "sound a\n    letters a | a\n", "sound a\n    letters \xE4\xB8\xAD\n"};
    for (size_t i = 0; i < ROWS(wrong); i++) {
        struct skeletons t = {.node_count = 0};
        struct arena arena;
        const struct stanza_line *stanzas = NULL;
        UNIT_ROW("%s", wrong[i]);
        arena_init(&arena);
        arena_init(&t.arena);
        CHECK_INT(stanza_parse(&arena, STR("x"), str_c(wrong[i]), &stanzas, NULL), MIG_OK);
        CHECK_INT(skeletons_read(&t, STR("x"), stanzas, NULL), MIG_EDATA);
        skeletons_free(&t);
        arena_free(&arena);
    }
}

// ---- over the gazetteer

struct person {
    struct str id, countries[COUNTRIES_MAX], names[NAMES_MAX];
    bool arabic[NAMES_MAX];
    size_t country_count, name_count;
};

static void add_country(struct person *p, struct str country) {
    if (country.len == 2 && p->country_count < COUNTRIES_MAX)
        p->countries[p->country_count++] = country;
}

static void add_names(struct person *p, struct str forms, bool arabic) {
    for (struct str form; p->name_count < NAMES_MAX && str_next(&forms, '|', &form);) {
        p->arabic[p->name_count] = arabic;
        p->names[p->name_count++] = str_trim(form);
    }
}

static void read_person(struct arena *arena, const struct stanza_line *stanza, struct person *p) {
    *p = (struct person){.id = stanza->value};
    for (const struct stanza_line *c = stanza->child; c; c = c->next) {
        struct str text;
        if (str_eq(c->key, STR("country"))) {
            add_country(p, c->value);
        } else if (str_eq(c->key, STR("office"))) {
            add_country(p, str_sub(c->value, c->value.len - 2, c->value.len)); // "1999..2004 EU"
        } else if (!str_eq(c->key, STR("org")) && !str_eq(c->key, STR("source"))) {
            CHECK(stanza_joined(arena, c, &text));
            add_names(p, text, str_eq(c->key, STR("ar")));
        }
    }
}

static bool share_country(const struct person *a, const struct person *b) {
    for (size_t i = 0; i < a->country_count; i++)
        for (size_t j = 0; j < b->country_count; j++)
            if (str_eq(a->countries[i], b->countries[j]))
                return true;
    return !a->country_count && !b->country_count;
}

// The skeleton with the country is the key of someone whom the gazetteer lacks: no two of those whom it has share one.
static void check_apart(struct skeletons *t, const struct person *people, size_t count) {
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < people[i].name_count; j++)
            CHECK(skeletons_add(t, people[i].names[j], (uint32_t)i));
    for (size_t i = 0; i < t->name_count; i++)
        for (const struct skeleton_name *n = skeletons_find(t, t->names[i].skeleton); n; n = skeletons_next(t, n)) {
            const struct person *a = &people[t->names[i].entry], *b = &people[n->entry];
            UNIT_ROW("%.*s and %.*s: %.*s", STR_ARGS(a->id), STR_ARGS(b->id), STR_ARGS(n->skeleton));
            CHECK(a == b || !share_country(a, b));
        }
}

static size_t count_words(struct str name) {
    size_t count = 0;
    for (struct str word; str_next(&name, ' ', &word);)
        count++;
    return count;
}

static struct str skeleton_in(const struct skeletons *t, struct str name, struct skeleton *space) {
    *space = skeleton_of(t, name);
    return skeleton_str(space);
}

// How often two Latin spellings of as many words agree, and how often an Arabic one agrees with one in Latin script.
static void check_agreement(const struct skeletons *t, const struct person *people, size_t count) {
    size_t pairs = 0, agreed = 0, arabic = 0, met = 0;
    struct skeleton a, b;
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < people[i].name_count; j++) {
            const struct person *p = &people[i];
            struct str own = skeleton_in(t, p->names[j], &a);
            bool found = false;
            for (size_t k = 0; k < p->name_count; k++) {
                bool same = str_eq(own, skeleton_in(t, p->names[k], &b));
                found |= same && !p->arabic[k];
                if (k < j && !p->arabic[j] && !p->arabic[k] && count_words(p->names[j]) == count_words(p->names[k])) {
                    pairs++;
                    agreed += same;
                }
            }
            arabic += p->arabic[j];
            met += p->arabic[j] && found;
        }
    UNIT_ROW("Latin spellings agree: %zu of %zu; Arabic with Latin: %zu of %zu", agreed, pairs, met, arabic);
    CHECK(pairs > 1000 && agreed * 100 >= pairs * 84);
    CHECK(arabic > 1000 && met * 100 >= arabic * 77);
}

void test_skeleton(void) {
    static struct person people[PEOPLE_MAX];
    struct skeletons t;
    struct arena arena;
    const struct stanza_line *stanzas = NULL;
    struct str table = unit_read("data/common/skeleton.conf"), names = unit_read("data/common/people.names");
    size_t count = 0;
    arena_init(&arena);
    load(&t, &arena, table);
    check_pairs(&t);
    check_errors();
    CHECK_INT(stanza_parse(&arena, STR("people.names"), names, &stanzas, NULL), MIG_OK);
    for (; stanzas && count < PEOPLE_MAX; stanzas = stanzas->next)
        read_person(&arena, stanzas, &people[count++]);
    CHECK(count > 600);
    check_apart(&t, people, count);
    check_agreement(&t, people, count);
    skeletons_free(&t);
    arena_free(&arena);
    memory_free((char *)table.ptr);
    memory_free((char *)names.ptr);
}
