#!/bin/sh
# Computes anew what others published and compares every figure; a difference is a failure. The data are not part of the project: where the
# folder is not there, this says so and does nothing. What is printed stands in docs/reference.md and docs/reference.en.md too, and must be
# the same there.
#     sh tests/reference/run.sh FOLDER      FOLDER: published/ and conformance/
set -u
if [ ! -d "$1/published" ]; then
    echo "skipped: there are no published data in $1 (say where: make reference REFERENCE=folder)"
    exit 0
fi
rm -rf build/test/reference
mkdir -p build/test/reference
printed=build/test/reference/printed
status=0
for part in published conformance; do
    python3 tests/reference/$part.py "$1/$part" > "$printed.$part" || status=1
    cat "$printed.$part"
done
cat "$printed.published" "$printed.conformance" > "$printed"
for page in docs/reference.md docs/reference.en.md; do
    if ! sed -n '/^```text$/,/^```$/p' $page | sed '1d; $d' | diff - "$printed" > "$printed.diff"; then
        echo "$page shows something else:"
        cat "$printed.diff"
        status=1
    fi
done
exit $status
