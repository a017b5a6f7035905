#!/bin/sh
# install.sh [remove]: puts what `make` built under $DESTDIR$PREFIX, or takes it away again. Called by the Makefile with
# B, PREFIX, DESTDIR, VERSION, SOVERSION and LIBS.
set -eu
root=$DESTDIR$PREFIX

if [ "${1:-}" = remove ]; then
    rm -f "$root/bin/migcoop" "$root/include/migcoop.h" "$root/lib/pkgconfig/migcoop.pc" "$root/share/man/man1/migcoop.1"
    rm -f "$root"/lib/libmigcoop.*
    rm -f "$root/share/bash-completion/completions/migcoop"
    rm -rf "$root/share/migcoop"
    exit
fi

umask 022
install -d "$root/bin" "$root/include" "$root/lib/pkgconfig" "$root/share/man/man1" "$root/share/migcoop"
install -m 755 "$B/migcoop" "$root/bin/"
install -m 644 include/migcoop.h "$root/include/"
install -m 644 "$B/libmigcoop.a" "$root/lib/"
install -m 755 "$B/libmigcoop.so" "$root/lib/libmigcoop.so.$VERSION"
ln -sf "libmigcoop.so.$VERSION" "$root/lib/libmigcoop.so.$SOVERSION"
ln -sf "libmigcoop.so.$SOVERSION" "$root/lib/libmigcoop.so"
install -m 644 src/migcoop.1 "$root/share/man/man1/"
install -D -m 644 data/install/migcoop.bash "$root/share/bash-completion/completions/migcoop"
# A data file that went away in this version must not stay: the engine reads the whole folder.
rm -rf "$root/share/migcoop"
(cd data && find . -type f ! -name '.*') | while read -r file; do
    install -D -m 644 "data/$file" "$root/share/migcoop/$file"
done
cat >"$root/lib/pkgconfig/migcoop.pc" <<END
prefix=$PREFIX
libdir=\${prefix}/lib
includedir=\${prefix}/include
datadir=\${prefix}/share/migcoop

Name: migcoop
Description: Extracts meetings, ministers, dates, programs and agreements from news text
Version: $VERSION
Libs: -L\${libdir} -lmigcoop
Libs.private: $LIBS
Cflags: -I\${includedir}
END
chmod 644 "$root/lib/pkgconfig/migcoop.pc"
