#!/bin/sh
# setup.sh build|check|dev ...: finds what is missing to build, to test, to lint and fuzz, and installs it with apt-get where that is
# allowed. Where it is not, says what to install and fails. Each line: the Debian and Ubuntu package, then a command that succeeds
# when what it brings is there, wherever it came from.
set -u

packages() {
    case $1 in
    build) cat <<'END'
gcc                command -v "${CC:-cc}"
libc6-dev          header stdio.h
make               command -v make
binutils           command -v objcopy
pkg-config         command -v pkg-config
libpcre2-dev       pkg-config --exists libpcre2-8
libcjson-dev       pkg-config --exists libcjson
libxml2-dev        pkg-config --exists libxml-2.0
libarchive-dev     pkg-config --exists libarchive
libsqlite3-dev     pkg-config --exists sqlite3
libssl-dev         pkg-config --exists libcrypto
libunistring-dev   header unistr.h
jq                 command -v jq
END
    ;;
    check) cat <<'END'
python3            test -x /usr/bin/python3
python3-jsonschema /usr/bin/python3 -c "from jsonschema import Draft202012Validator"
sqlite3            command -v sqlite3
man-db             command -v man
END
    ;;
    dev) cat <<'END'
clang              command -v clang
clang-tidy         command -v clang-tidy
clang-format       command -v clang-format
cppcheck           command -v cppcheck
valgrind           command -v valgrind
libclang-rt-dev    fuzzer
miller             command -v mlr
libxml2-utils      command -v xmllint
nodejs             command -v node
npm                command -v npm
END
    ;;
    esac
}

header() { echo "#include <$1>" | "${CC:-cc}" -E -; }
fuzzer() { echo 'int LLVMFuzzerTestOneInput(void); int LLVMFuzzerTestOneInput(void) { return 0; }' |
    clang -fsanitize=fuzzer,address -x c -o /dev/null -; }

missing() {
    for group in "$@"; do packages "$group"; done | while read -r package test; do
        # shellcheck disable=SC2086  # the test is a command line
        eval "$test" >/dev/null 2>&1 </dev/null || echo "$package"
    done
}

# Releases name some packages otherwise: the compiler's run-time library is libclang-rt-14-dev in one, part of clang in another.
known() {
    for package in "$@"; do
        if [ "$package" = libclang-rt-dev ]; then
            version=$(clang -dumpversion 2>/dev/null || apt-cache depends clang | sed -n 's/.*Depends: clang-\([0-9]*\).*/\1/p')
            for package in "libclang-rt-${version%%.*}-dev" "libclang-common-${version%%.*}-dev"; do
                apt-cache show "$package" >/dev/null 2>&1 && break
            done
        fi
        echo "$package"
    done
}

wanted=$(missing "$@" | tr '\n' ' ')
[ -n "$wanted" ] || exit 0
command -v apt-get >/dev/null || {
    echo "setup: please install what these Debian packages hold: $wanted" >&2
    exit 1
}
if [ "$(id -u)" = 0 ]; then
    as_root=
elif sudo -n true 2>/dev/null; then
    as_root=sudo
else
    echo "setup: please install first:  sudo apt-get install $wanted" >&2
    exit 1
fi
echo "setup: installing $wanted" >&2
$as_root apt-get update -qq >&2 || echo "setup: apt-get update failed, going on with the lists at hand" >&2
# shellcheck disable=SC2046,SC2086  # lists of words
$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $(known $wanted) >&2
left=$(missing "$@" | tr '\n' ' ')
[ -z "$left" ] || {
    echo "setup: still missing: $left" >&2
    exit 1
}
