// One line for each tests/unit/test_NAME.c, in the order they run: low layers first.
SUITE(str)
SUITE(utf8)
SUITE(memory)
SUITE(arena)
SUITE(buf)
SUITE(error)
SUITE(hash)
SUITE(stanza)
