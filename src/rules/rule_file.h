// Reads one *.rules, *.words or *.conf file of a language folder. Used by rules/load.c alone.
#ifndef MIG_RULES_RULE_FILE_H
#define MIG_RULES_RULE_FILE_H

#include "rules/rule.h"

// First pass: word lists, and people that examples need.
enum mig_status rule_file_read_lists(struct rules *r, size_t language, struct str file,
                                     const struct stanza_line *stanzas, unsigned flags, struct mig_error *err);
// Second pass: rules. Literal words of patterns become forms of the dictionary.
enum mig_status rule_file_read_rules(struct rules *r, size_t language, struct str file,
                                     const struct stanza_line *stanzas, struct mig_error *err);
// language.conf and furniture.conf.
enum mig_status rule_file_read_language(struct rules *r, struct language *language, struct str file,
                                        const struct stanza_line *stanzas, struct mig_error *err);
enum mig_status rule_file_read_furniture(struct rules *r, struct language *language, struct str file,
                                         const struct stanza_line *stanzas, struct mig_error *err);
// markup.conf of data/common.
enum mig_status rule_file_read_markup(struct rules *r, struct str file, const struct stanza_line *stanzas,
                                      struct mig_error *err);

#endif
